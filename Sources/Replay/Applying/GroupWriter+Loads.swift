internal import MySQLClient

/// Runs of inserts that are long enough for LOAD DATA.
extension GroupWriter {
    /// False where a value has no place in a load.
    mutating func load(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) -> Bool {
        guard let statement = plan.load else { return false }
        loadBuffer.removeAll()
        for row in rows {
            try encodeNew(row, plan)
            guard statement.takes(values) else { return false }
            loadBuffer.append(row: 0..<values.count, of: values, for: statement)
        }
        try flush()
        let outcome: LoadOutcome
        do throws(MySQLError) {
            outcome = try session.connection.loadData(statement, content: loadBuffer)
        } catch {
            guard error.errorClass.isAboutTheRow else { throw .target(error) }
            if error.saysLoadIsDisabled { loadsData = false }
            throw .load
        }
        guard outcome.isComplete(rowCount: rows.count) else { throw .load }
        return true
    }
}

extension LoadStatement {
    /// Whether every value is of a kind that its column's form carries.
    fileprivate func takes(_ values: borrowing ParameterList) -> Bool {
        for (index, column) in columns.enumerated() {
            switch (values.values[index].kind, column.form) {
            case (.null, _), (.bytes, .hexadecimal), (.signed, .plain), (.unsigned, .plain), (.unsigned, .bits),
                (.double, .plain), (.float, .plain), (.decimal, .plain), (.text, .plain), (.temporal, .plain):
                continue
            default: return false
            }
        }
        return true
    }
}
