import Glibc
import MySQLClient

/// One connection with ten tables of its own, as a worker of replay is, and the buffers that it fills again and again.
final class Worker {
    static let count = 2
    static let tableCount = 10

    let connection: MySQLConnection
    var parameters = ParameterList()
    var batch = StatementBatch()
    var load = LoadDataBuffer()
    private(set) var clientSeconds = 0.0
    private let number: Int
    private var statements: [String: PreparedStatement] = [:]
    private var outcomes: [StatementOutcome] = []
    private var digits = UInt64(88_172_645_463_325_252)

    init(number: Int, target: Target) throws {
        self.number = number
        connection = try MySQLConnection(options: target.options)
        try connection.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'")
        try connection.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        try connection.execute("SET SESSION foreign_key_checks = 0")
        if try !connection.serverAllowsLocalInfile() { try connection.execute("SET GLOBAL local_infile = 1") }
        for table in 0..<Self.tableCount {
            try connection.execute("DROP TABLE IF EXISTS \(name(table))")
            try connection.execute(
                """
                CREATE TABLE \(name(table)) (id INT NOT NULL, k INT NOT NULL, c CHAR(120) NOT NULL, pad CHAR(60) NOT NULL, \
                PRIMARY KEY (id), INDEX (k)) ENGINE=InnoDB
                """
            )
            try connection.execute("DROP TABLE IF EXISTS \(compositeName(table))")
            try connection.execute(
                """
                CREATE TABLE \(compositeName(table)) (id INT NOT NULL, k INT NOT NULL, c CHAR(120) NOT NULL, \
                pad CHAR(60) NOT NULL, PRIMARY KEY (k, id)) ENGINE=InnoDB
                """
            )
        }
    }

    func name(_ table: Int) -> String { "sbtest\(number * Self.tableCount + table + 1)" }

    func compositeName(_ table: Int) -> String { name(table) + "c" }

    func run(_ form: WritingForm) {
        let start = Measurement.seconds(CLOCK_THREAD_CPUTIME_ID)
        do {
            for transaction in form.transactions {
                try connection.execute("BEGIN")
                try form.write(self, transaction)
                try connection.execute("COMMIT")
            }
        } catch {
            preconditionFailure("\(form.name): \(error)")
        }
        clientSeconds = Measurement.seconds(CLOCK_THREAD_CPUTIME_ID) - start
    }

    func statement(_ sql: String) throws -> PreparedStatement {
        if let statement = statements[sql] { return statement }
        let statement = try connection.prepare(sql)
        statements[sql] = statement
        return statement
    }

    func forgetStatements() { statements.removeAll() }

    /// Runs the statements of `batch`, which change `rowCount` rows between them.
    func sendBatch(changing rowCount: Int) throws {
        try connection.executeBatch(batch, into: &outcomes)
        let affected = outcomes.reduce(0) { $0 + Int($1.affectedRows) }
        precondition(affected == rowCount, "\(affected) rows were changed and not \(rowCount)")
        batch.removeAll()
    }

    func expect(_ outcome: StatementOutcome, _ rowCount: Int) {
        precondition(
            outcome.affectedRows == UInt64(rowCount),
            "\(outcome.affectedRows) rows were changed and not \(rowCount)"
        )
    }

    /// `k` of a row of the composite tables has to be known to find the row again.
    static func group(of id: Int) -> Int { id % 97 }

    func append(id: Int) { parameters.append(signed: Int64(id)) }

    /// The other columns: `k`, and two texts of eleven digits with hyphens between, as sysbench fills them.
    func appendRest(id: Int, isComposite: Bool = false) {
        parameters.append(signed: Int64(isComposite ? Self.group(of: id) : Int(nextDigits() % 1_000_000)))
        appendGroups(10)
        appendGroups(5)
    }

    private func appendGroups(_ count: Int) {
        var text = InlineArray<120, UInt8>(repeating: UInt8(ascii: "-"))
        for group in 0..<count {
            var rest = nextDigits()
            for place in 0..<11 {
                text[group * 12 + place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
        }
        parameters.append(text: text.span.extracting(0..<(count * 12 - 1)))
    }

    private func nextDigits() -> UInt64 {
        digits ^= digits << 13
        digits ^= digits >> 7
        digits ^= digits << 17
        return 10_000_000_000 + digits % 89_999_999_999
    }
}
