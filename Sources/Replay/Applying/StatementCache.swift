internal import MySQLClient

/// Prepared statements of one session by their text.
struct StatementCache {
    private let connection: MySQLConnection
    private var statements: [String: PreparedStatement] = [:]

    /// Beyond this all are let go: the server holds 16,382 for all sessions together by default.
    private static let countMax = 2_000

    init(connection: MySQLConnection) {
        self.connection = connection
    }

    mutating func statement(_ sql: String) throws(MySQLError) -> PreparedStatement {
        if let known = statements[sql] { return known }
        if statements.count >= Self.countMax { statements.removeAll() }
        let prepared = try connection.prepare(sql)
        statements[sql] = prepared
        return prepared
    }
}
