internal import CMySQL

/// Owns one `MYSQL_STMT`: closed when it goes, which also frees it on the server.
struct StatementHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<MYSQL_STMT>

    init?(connection: borrowing ConnectionHandle) {
        ClientLibrary.enter()
        guard let pointer = mysql_stmt_init(connection.pointer) else { return nil }
        self.pointer = pointer
    }

    deinit {
        ClientLibrary.enter()
        _ = mysql_stmt_close(pointer)
    }
}
