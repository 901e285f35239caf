internal import MySQLClient

/// A connection to the target that is set up for replay: what its session must be, whatever the server's defaults are.
struct TargetSession {
    let connection: MySQLConnection
    /// Larger statements are refused by the server.
    let maximumPacketBytes: Int
    /// Whether rows may be handed over as the content of a file.
    let allowsLoads: Bool
    private let grants: GrantList

    /// Strict, so that a value is refused rather than changed, and 0 in an AUTO_INCREMENT column is a 0.
    static let sqlMode =
        "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION"

    init(_ options: ReplayOptions) throws(MySQLError) {
        var target = options.target
        target.allowsStatementBatches = true
        target.allowsLocalInfile = options.loadsData
        connection = try MySQLConnection(options: target)
        let statements = [
            "SET SESSION time_zone = '+00:00'",
            "SET SESSION sql_mode = '\(Self.sqlMode)'",
            "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
            "SET SESSION foreign_key_checks = \(options.checksForeignKeys ? 1 : 0)",
            // A quiet night is no reason to be thrown out.
            "SET SESSION wait_timeout = 31536000",
        ]
        for statement in statements { try connection.execute(statement) }
        let settings = try ServerSettings(connection: connection)
        maximumPacketBytes = Int(clamping: settings.maximumPacketBytes)
        allowsLoads = try connection.serverAllowsLocalInfile()
        grants = settings.grants
    }

    @discardableResult
    func execute(_ sql: String) throws(ReplayError) -> StatementOutcome {
        try ReplayError.asking { () throws(MySQLError) in try connection.execute(sql) }
    }

    /// Whether a table of the database that seems to have no trigger has none: they are hidden from who may not make them.
    func showsTriggers(of database: String) -> Bool {
        grants.answer(.trigger, onDatabase: database) == .yes
    }
}
