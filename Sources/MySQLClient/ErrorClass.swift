/// What an error number means for the work in hand, so that a retry is a switch and not a guess.
///
/// Numbers are from both servers; where one uses a number for something that replay never does, the other's meaning holds.
package enum ErrorClass: Sendable, Equatable, CaseIterable {
    /// The server rolled the transaction back and invites another try.
    case deadlock
    case lockWaitTimeout
    /// Somebody or some time limit stopped the statement; the session lives.
    case interrupted
    /// The session is gone, and whether the last statement took effect is not known.
    case connectionLost
    case serverReadOnly
    /// The server answers, and does not serve yet.
    case serverStarting
    case diskFull
    case tooManyConnections
    case accessDenied
    case duplicateKey
    case foreignKey
    /// The row does not fit the column, the type, or a constraint of the table.
    case dataRefused
    /// The table is not what the statement took it for.
    case schemaMismatch
    /// A statement or value is over a limit. The server closes the session after saying so: connect again.
    case packetTooLarge
    case other

    package init(code: UInt32) {
        self =
            Self.ofTransactions(code) ?? Self.ofSessions(code) ?? Self.ofServerStates(code) ?? Self.ofRows(code)
            ?? Self.ofSchemas(code) ?? .other
    }
}

extension ErrorClass {
    private static func ofTransactions(_ code: UInt32) -> ErrorClass? {
        switch code {
        case ServerErrorCode.deadlock,
            1614,  // the same inside an XA transaction
            1020,  // MariaDB, snapshot isolation: another transaction changed the row since ours began
            1412,  // the table was altered after the transaction's snapshot; "please retry transaction"
            3101:  // group replication refused the commit and rolled back
            .deadlock
        case ServerErrorCode.lockWaitTimeout,
            3572:  // NOWAIT met a lock
            .lockWaitTimeout
        case 1317,  // KILL QUERY
            1028,  // the same during a sort
            1969,  // MariaDB: max_statement_time
            3024:  // MySQL: max_execution_time
            .interrupted
        default: nil
        }
    }

    private static func ofSessions(_ code: UInt32) -> ErrorClass? {
        switch code {
        case 2002, 2003, 2005,  // no connection: socket, host, name
            2006, 2012, 2013, 2055,  // gone away, during the greeting, during a query, with the system's reason
            2026, 2027,  // TLS or a packet ended in the middle, which is how a crash looks from here
            1043, 1152, 1184,  // handshake failed, connection aborted
            1053, 1079, 1080,  // the server shuts down
            1154...1161,  // the network failed on the server's side
            1243,  // our prepared statement is unknown: a proxy gave us another session
            1927, 3169,  // KILL, in MariaDB and in MySQL
            4031:  // MySQL closed an idle session
            .connectionLost
        case 1040, 1203, 1226,  // connections in all, of this user, of this user's quota
            1135:  // no thread left for one more
            .tooManyConnections
        case 1044, 1045, 1698,  // database, password, MariaDB without a password
            1142, 1143, 1227, 1370,  // table, column, global privilege, routine
            1129, 1130,  // host blocked, host unknown
            1820, 1862, 3118, 3955, 4151,  // password expired, account locked
            2049, 2059, 2061:  // the client library cannot do the account's authentication
            .accessDenied
        default: nil
        }
    }

    private static func ofServerStates(_ code: UInt32) -> ErrorClass? {
        switch code {
        case 1290,  // read_only; the number serves other options too, none of which replay's statements meet
            1792, 1836:  // read-only transaction, read-only mode
            .serverReadOnly
        case 1047,  // Galera: the node is not yet synced
            3032, 3168:  // MySQL: offline mode, "server isn't available"
            .serverStarting
        case 3, 20, 1021, 1026,  // write failed, disk full; 1026 names no reason, and it is nearly always this one
            1114:  // the tablespace cannot grow
            .diskFull
        case 1153, 2020,  // the server's limit, the client's limit
            1301:  // a function's result went over it
            .packetTooLarge
        default: nil
        }
    }

    private static func ofRows(_ code: UInt32) -> ErrorClass? {
        switch code {
        case ServerErrorCode.duplicateEntry, 1586,
            1022, 1169, 1859:  // the same without the value or the key's name
            .duplicateKey
        case 1216, 1217, 1451, 1452,
            1761, 1762:  // a cascade would make a duplicate in the child table
            .foreignKey
        case 1048, 1264, 1265, 1406,  // NULL, out of range, truncated, too long
            1292, 1366, 1367, 1411, 1525, 1918, 4078,  // not a value of the type
            1267, 1271, 1300, 3988,  // text that the column's character set does not have
            1118, 1416, 1441, 1690, 3037, 3616, 3617,  // row size, geometry, date overflow, arithmetic, geography
            1526, 1591, 1748,  // no partition takes the row
            3140, 3141, 3144, 3156, 3157,  // JSON: invalid, invalid argument, binary text, cast, too deep
            3819, 4025,  // CHECK, in MySQL and in MariaDB
            ServerErrorCode.raisedBySignal:
            .dataRefused
        default: nil
        }
    }

    private static func ofSchemas(_ code: UInt32) -> ErrorClass? {
        switch code {
        case ServerErrorCode.unknownDatabase, ServerErrorCode.noSuchTable, 1054, 1109, 1932,
            1136, 1364,  // column count; a column without a default that the source does not have
            1305,  // a trigger calls what is not there
            1906, 3105,  // a value for a generated column, in MariaDB and in MySQL
            1288, 1347, 1348, 1471:  // a view that takes no such change
            .schemaMismatch
        default: nil
        }
    }
}
