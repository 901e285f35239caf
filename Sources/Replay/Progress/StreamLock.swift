package import MySQLClient

/// The target's lock that lets one replay at a time apply a stream.
///
/// It also makes a restart safe: a session that died while its commit was under way holds the lock until the server is done with it, so the
/// next one reads a progress that is final.
package enum StreamLock {
    /// A crashed session's lock is waited for so long.
    private static let waitSeconds = 10

    /// False when another session holds it.
    static func acquire(
        _ stream: String,
        in database: String,
        on connection: MySQLConnection
    ) throws(MySQLError) -> Bool {
        let sql = "SELECT GET_LOCK(\(connection.quoted(name(stream, database))), \(waitSeconds))"
        return try connection.query(sql).first?.first == "1"
    }

    /// Whether a replay applies the stream.
    package static func isHeld(
        _ stream: String,
        in database: String,
        on connection: MySQLConnection
    ) throws(MySQLError) -> Bool {
        let sql = "SELECT IS_USED_LOCK(\(connection.quoted(name(stream, database)))) IS NOT NULL"
        return try connection.query(sql).first?.first == "1"
    }

    /// The server allows 64 characters, so the stream's name goes in as a hash (FNV-1a).
    static func name(_ stream: String, _ database: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in (database + "\n" + stream).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "reverse_migration_" + String(hash, radix: 16)
    }
}
