internal import CMySQL

/// MariaDB's bulk execution: many rows of values in one packet, and the statement run for each.
extension PreparedStatement {
    /// Whether server and library can do it: MariaDB's both.
    package var runsInBulk: Bool {
        connection.serverVersion.flavour == .mariadb && setArraySize(0)
    }

    /// Runs the statement once for each row of values. `affectedRows` is what all of them affected together.
    ///
    /// For an UPDATE or DELETE that finds its row by a unique key, as many affected rows as there are rows say that each found its own. An error
    /// leaves what the rows before it did, and does not tell which row it was. The values of a column are of one kind, or NULL.
    package func executeInBulk(_ rows: borrowing ParameterList) throws(MySQLError) -> StatementOutcome {
        precondition(
            parameterCount > 0 && rows.count.isMultiple(of: parameterCount),
            "every row has a value for every placeholder"
        )
        guard rows.count > 0 else { return StatementOutcome(affectedRows: 0, warningCount: 0) }
        ClientLibrary.enter()
        let rowCount = rows.count / parameterCount
        precondition(setArraySize(UInt32(rowCount)), "the library can run in bulk")
        // Left as it is, the next ordinary execution would be read as a bulk of as many rows.
        defer { _ = setArraySize(0) }
        let succeeded = connection.bulkBindings.withBindings(of: rows, columnCount: parameterCount) { binds in
            bind(binds) && mysql_stmt_execute(handle.pointer) == 0
        }
        guard succeeded else { throw failure("run") }
        let outcome = StatementOutcome(
            affectedRows: UInt64(mysql_stmt_affected_rows(handle.pointer)),
            warningCount: mysql_warning_count(connection.handle.pointer)
        )
        try drainResults()
        return outcome
    }

    /// `STMT_ATTR_ARRAY_SIZE`, by its number: MySQL's headers do not have it, and its library refuses it.
    private func setArraySize(_ size: UInt32) -> Bool {
        ClientLibrary.enter()
        return withUnsafePointer(to: size) {
            succeeded(mysql_stmt_attr_set(handle.pointer, enum_stmt_attr_type(rawValue: 201), $0))
        }
    }
}
