internal import MySQLClient

/// Runs of inserts that are long enough for LOAD DATA.
extension GroupWriter {
    /// False where a value has no place in a load.
    mutating func load(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) -> Bool {
        guard let statement = plan.load else { return false }
        loadBuffer.removeAll()
        for row in rows {
            try encodeNew(row, plan)
            guard plan.loads(values) else { return false }
            loadBuffer.append(row: 0..<values.count, of: values, for: statement)
        }
        try flush()
        let outcome: LoadOutcome
        do throws(MySQLError) {
            outcome = try session.connection.loadData(statement, content: loadBuffer)
        } catch {
            guard error.errorClass.isAboutTheRow else { throw .target(error) }
            // What a row makes of a load is a warning; an error says that the server takes no loads any more.
            loadsData = false
            throw .load
        }
        guard outcome.isComplete(rowCount: rows.count) else { throw .load }
        return true
    }
}

extension TablePlan {
    /// Whether a load stores the values of a row as an INSERT would, or says that it did not.
    fileprivate func loads(_ values: borrowing ParameterList) -> Bool {
        var index = 0
        for case let column? in newColumns {
            guard column.loads(values.values[index].kind) else { return false }
            index += 1
        }
        return true
    }
}

extension TablePlan.PlannedColumn {
    /// NULL in a column that has none would become the present time, or a zero with a warning.
    fileprivate func loads(_ kind: ParameterValue.Kind) -> Bool {
        switch (kind, loadForm) {
        case (.null, _): isNullable
        case (.bytes, .hexadecimal), (.signed, .plain), (.unsigned, .plain), (.unsigned, .bits), (.double, .plain),
            (.float, .plain), (.decimal, .plain), (.text, .plain), (.temporal, .plain):
            true
        default: false
        }
    }
}
