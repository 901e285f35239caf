internal import CMySQL

/// One session with the server: utf8mb4, found-rows semantics, no automatic reconnection. A call runs one statement,
/// unless the options allow batches.
///
/// Any thread may use it, one at a time. The session's variables are the caller's to set. A lost connection stays
/// lost: make a new one.
package final class MySQLConnection {
    package let serverVersion: ServerVersion
    /// The place, for messages: `127.0.0.1:3306`.
    package let endpoint: String
    package let allowsStatementBatches: Bool
    package let allowsLocalInfile: Bool

    let handle: ConnectionHandle
    /// Shared by all statements of the session: one thread at a time, and each execution fills it anew.
    let bindings = ParameterBindings()
    let bulkBindings = BulkBindings()

    package init(options: MySQLOptions) throws(MySQLError) {
        handle = try ConnectionHandle(options: options)
        endpoint = options.endpoint
        allowsStatementBatches = options.allowsStatementBatches
        allowsLocalInfile = options.allowsLocalInfile
        serverVersion = ServerVersion(serverInfo: String(cString: mysql_get_server_info(handle.pointer)))
    }

    /// The server's number of this session, as `SHOW PROCESSLIST` and `KILL` know it.
    package var threadIdentifier: UInt64 { UInt64(mysql_thread_id(handle.pointer)) }

    /// Runs one statement and drops its rows, if it has any.
    @discardableResult
    package func execute(_ sql: String) throws(MySQLError) -> StatementOutcome {
        try send(sql)
        // Read before the drain: a drained row set would replace them.
        let affectedRows = mysql_affected_rows(handle.pointer)
        let warningCount = mysql_warning_count(handle.pointer)
        try drainResults(of: sql)
        return StatementOutcome(affectedRows: UInt64(affectedRows), warningCount: warningCount)
    }

    /// Runs one statement and returns its rows as text, nil for NULL. For small results: all rows are held at once.
    package func query(_ sql: String) throws(MySQLError) -> [[String?]] {
        try send(sql)
        guard let result = mysql_store_result(handle.pointer) else {
            guard mysql_errno(handle.pointer) == 0 else { throw failure("read the result of", sql) }
            return []
        }
        let rows = Self.rows(of: result)
        mysql_free_result(result)
        try drainResults(of: sql)
        return rows
    }

    package func prepare(_ sql: String) throws(MySQLError) -> PreparedStatement {
        try PreparedStatement(sql: sql, connection: self)
    }

    /// The warnings of the last statement, up to the session's `max_error_count`.
    package func warnings() throws(MySQLError) -> [ServerWarning] {
        try query("SHOW WARNINGS").map { row in
            ServerWarning(
                level: row.first.flatMap { $0 } ?? "",
                code: row.dropFirst(1).first.flatMap { $0 }.flatMap { UInt32($0) } ?? 0,
                serverMessage: row.dropFirst(2).first.flatMap { $0 } ?? ""
            )
        }
    }

    package func ping() throws(MySQLError) {
        ClientLibrary.enter()
        guard mysql_ping(handle.pointer) == 0 else {
            throw MySQLError(connection: handle.pointer, operation: "reach \(endpoint)")
        }
    }
}

extension MySQLConnection {
    func send(_ sql: String) throws(MySQLError) {
        ClientLibrary.enter()
        var sql = sql
        let status = sql.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) {
                mysql_real_query(handle.pointer, $0.baseAddress, UInt($0.count))
            }
        }
        guard status == 0 else { throw failure("run", sql) }
    }

    /// A routine may answer with several results; each must be taken, or the next statement is out of step.
    func drainResults(of sql: String) throws(MySQLError) {
        let noMoreResults: Int32 = -1
        var status: Int32 = 0
        while status == 0 {
            if let result = mysql_store_result(handle.pointer) {
                mysql_free_result(result)
            }
            status = mysql_next_result(handle.pointer)
        }
        guard status == noMoreResults else { throw failure("finish", sql) }
    }

    private static func rows(of result: UnsafeMutablePointer<MYSQL_RES>) -> [[String?]] {
        let columnCount = Int(mysql_num_fields(result))
        var rows: [[String?]] = []
        while let row = mysql_fetch_row(result), let lengths = mysql_fetch_lengths(result) {
            let values = (0..<columnCount).map { column -> String? in
                guard let start = row[column] else { return nil }
                let bytes = UnsafeRawBufferPointer(start: start, count: Int(lengths[column]))
                return String(decoding: bytes, as: UTF8.self)
            }
            rows.append(values)
        }
        return rows
    }

    func failure(_ verb: String, _ sql: String) -> MySQLError {
        MySQLError(
            connection: handle.pointer,
            operation: "\(verb) \(StatementSummary(of: sql)) on \(endpoint)"
        )
    }
}
