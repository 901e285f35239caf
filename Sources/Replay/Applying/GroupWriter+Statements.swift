internal import ChangeModel
internal import MySQLClient

/// Buckets, and the statements that they become.
extension GroupWriter {
    mutating func write(_ bucket: WavePlan.Bucket) throws(ApplyFailure) {
        let first = change(bucket.rows[0])
        guard bucket.lane >= 0 else { return try writeOdd(bucket.rows[0]) }
        let plan = batches[Int(bucket.rows[0].batch)].plan(of: first)
        switch first.operation {
        case .insert: try insert(bucket.rows, plan)
        case .update: try update(bucket.rows, plan)
        case .delete: try delete(bucket.rows, plan)
        }
    }

    /// One row, by a prepared statement.
    private mutating func writeOdd(_ row: WavePlan.Row) throws(ApplyFailure) {
        try flush()
        do throws(ReplayError) {
            let planned = batches[Int(row.batch)]
            try rows.apply(TransactionRow(planned: planned, record: Int(row.record), place: 0, position: .zero))
            try rows.finish()
        } catch {
            guard let failure = error.serverError else { throw .rows }
            throw .target(failure)
        }
    }

    mutating func insert(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) {
        if loadsData, rows.count >= Self.loadRowsMin, try load(rows, plan) { return }
        var count = 0
        for row in rows {
            try encodeNew(row, plan)
            if count == 0 {
                batch.beginStatement()
                batch.append(sql: plan.texts.insertHead)
            } else {
                batch.append(sql: Self.comma)
            }
            batch.append(row: 0..<values.count, of: values)
            count += 1
            if count == Self.insertRowsMax || batch.byteCount >= packetBytes {
                try endAndSendIfFull(expecting: count)
                count = 0
            }
        }
        if count > 0 { try endAndSendIfFull(expecting: count) }
    }

    private mutating func delete(_ row: WavePlan.Row, _ plan: TablePlan) throws(ApplyFailure) {
        batch.beginStatement()
        batch.append(sql: plan.texts.deleteHead)
        try appendCondition(change(row), plan, batches[Int(row.batch)])
        try endAndSendIfFull(expecting: 1)
    }

    mutating func delete(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) {
        guard rows.count > 1, let list = plan.texts.deleteList else {
            for row in rows { try delete(row, plan) }
            return
        }
        for start in stride(from: 0, to: rows.count, by: list.rowsMax) {
            try delete(rows[start..<min(start + list.rowsMax, rows.count)], list, plan)
        }
    }

    /// By a list of the values of the one column that finds the rows.
    private mutating func delete(
        _ rows: ArraySlice<WavePlan.Row>,
        _ list: DeleteList,
        _ plan: TablePlan
    ) throws(ApplyFailure) {
        guard let place = plan.oldColumns.firstIndex(where: { $0 != nil }), let column = plan.oldColumns[place] else {
            preconditionFailure("one column finds the row")
        }
        batch.beginStatement()
        batch.append(sql: list.head)
        for (number, row) in rows.enumerated() {
            if number > 0 { batch.append(sql: number == 1 ? list.beforeSecond : list.between) }
            let planned = batches[Int(row.batch)]
            let firstOld = change(row).firstValue + plan.newColumns.count
            try appendValue(planned.batch.values[firstOld + place], column, planned, isWritten: false)
            batch.append(sql: number == 0 ? list.afterFirst : list.afterValue)
        }
        batch.append(sql: list.tail)
        try endAndSendIfFull(expecting: rows.count)
    }

    static let comma: [UInt8] = Array(",".utf8)
    static let whereWord: [UInt8] = Array(" WHERE ".utf8)
    private static let andWord: [UInt8] = Array(" AND ".utf8)

    mutating func appendCondition(
        _ change: RowChange,
        _ plan: TablePlan,
        _ planned: PlannedBatch
    ) throws(ApplyFailure) {
        let firstOld = change.firstValue + plan.newColumns.count
        var count = 0
        for (place, column) in plan.oldColumns.enumerated() {
            guard let column else { continue }
            if count > 0 { batch.append(sql: Self.andWord) }
            batch.append(sql: plan.texts.oldTerms[place])
            try appendValue(planned.batch.values[firstOld + place], column, planned, isWritten: false)
            count += 1
        }
        // A statement without a condition would hit every row; the row that says nothing of itself is refused by name elsewhere.
        guard count > 0 else { throw .rows }
    }

    private var packetBytes: Int { min(Self.packetBytes, session.maximumPacketBytes / 2) }

    mutating func endAndSendIfFull(expecting count: Int) throws(ApplyFailure) {
        end(expecting: count)
        guard batch.byteCount >= packetBytes else { return }
        guard batch.byteCount <= session.maximumPacketBytes else { throw .rows }
        try flush()
    }
}
