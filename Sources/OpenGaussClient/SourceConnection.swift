internal import CLibPQ
internal import Glibc

/// One connection to the source, for SQL and replication commands alike. To be used from one thread at a time.
package final class SourceConnection {
    let handle: ConnectionHandle
    package let options: SourceOptions

    /// What the session must look like for values to be spelled as the spool wants them.
    private static let sessionOptions = [
        "datestyle=ISO", "timezone=UTC", "intervalstyle=postgres", "bytea_output=hex", "extra_float_digits=3",
    ]

    /// Connects. With `replication` the connection also understands the commands of the streaming protocol.
    package init(_ options: SourceOptions, replication: Bool) throws(SourceError) {
        self.options = options
        let operation = "connect to \(options.host):\(options.port) as \(options.user)"
        var parameters = [
            ("host", options.host), ("port", String(options.port)), ("user", options.user),
            ("password", options.password), ("dbname", options.database), ("sslmode", options.sslMode),
            ("connect_timeout", String(options.connectTimeoutSeconds)), ("client_encoding", "UTF8"),
            ("application_name", "reverse-migration"), ("keepalives_idle", "30"),
            ("options", Self.sessionOptions.map { "-c " + $0 }.joined(separator: " ")),
        ]
        if let certificate = options.sslRootCertificate { parameters.append(("sslrootcert", certificate)) }
        if replication { parameters.append(("replication", "database")) }
        guard let pointer = Self.connect(parameters) else {
            throw SourceError(.unreachable, operation: operation, message: "there is not enough memory")
        }
        handle = ConnectionHandle(adopting: pointer)
        guard PQstatus(pointer) == CONNECTION_OK else {
            throw Self.connectionError(handle.message, operation)
        }
    }

    private static func connect(_ parameters: [(name: String, value: String)]) -> OpaquePointer? {
        let names: [UnsafePointer<CChar>?] = parameters.map { UnsafePointer(strdup($0.name)) }
        let values: [UnsafePointer<CChar>?] = parameters.map { UnsafePointer(strdup($0.value)) }
        defer { for text in names + values { free(UnsafeMutablePointer(mutating: text)) } }
        return PQconnectdbParams(names + [nil], values + [nil], 0)
    }

    /// libpq keeps no SQLSTATE of a failed connection, so the server's words decide.
    private static func connectionError(_ message: String, _ operation: String) -> SourceError {
        let denied = [
            "password authentication failed", "no pg_hba.conf entry", "does not exist", "Invalid username/password",
            "no password supplied", "must be superuser or replication role", "permission denied",
            "must be system admin or replication role", "authentication",
        ]
        let isDenied = denied.contains { message.contains($0) }
        return SourceError(isDenied ? .accessDenied : .unreachable, operation: operation, message: message)
    }

    /// The server's version as libpq counts it: 150018, or 90204 for openGauss.
    package var serverVersion: Int { Int(PQserverVersion(handle.pointer)) }

    /// A setting that the server reports at start-up.
    package func parameter(_ name: String) -> String? {
        PQparameterStatus(handle.pointer, name).map { String(cString: $0) }
    }

    /// Runs one command and returns its rows; `operation` says for people what it is for.
    @discardableResult
    package func query(_ sql: String, to operation: String) throws(SourceError) -> QueryResult {
        guard let result = PQexec(handle.pointer, sql) else {
            throw SourceError(.connectionLost, operation: operation, message: handle.message)
        }
        defer { PQclear(result) }
        // DROP_REPLICATION_SLOT of openGauss answers twice; PQexec returns the last answer.
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK: return Self.rows(result)
        default: throw error(result, operation)
        }
    }

    func error(_ result: OpaquePointer?, _ operation: String) -> SourceError {
        let state = PQresultErrorField(result, CInt(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
        let primary = PQresultErrorField(result, CInt(UInt8(ascii: "M"))).map { String(cString: $0) }
        let message = ConnectionHandle.oneLine(primary ?? handle.message)
        guard PQstatus(handle.pointer) == CONNECTION_OK || !state.isEmpty else {
            return SourceError(.connectionLost, operation: operation, message: message)
        }
        return SourceError(SourceError.kind(ofSQLState: state), operation: operation, sqlState: state, message: message)
    }

    private static func rows(_ result: OpaquePointer) -> QueryResult {
        let columnCount = PQnfields(result)
        let columns = (0..<columnCount).map { String(cString: PQfname(result, $0)) }
        let rows = (0..<PQntuples(result)).map { row in
            (0..<columnCount).map { column -> String? in
                PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
            }
        }
        return QueryResult(columns: columns, rows: rows)
    }

    /// `text` as an SQL literal.
    package static func literal(_ text: String) -> String {
        "'" + doubling("'", in: text) + "'"
    }

    /// `name` as a quoted identifier.
    package static func identifier(_ name: String) -> String {
        "\"" + doubling("\"", in: name) + "\""
    }

    /// By scalars, not by characters: a quote and a combining mark behind it are one character, and would be missed.
    private static func doubling(_ quote: Unicode.Scalar, in text: String) -> String {
        var doubled = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == quote { doubled.append(quote) }
            doubled.append(scalar)
        }
        return String(doubled)
    }
}
