internal import ChangeModel
internal import MySQLClient

/// Buckets, and the statements that they become.
extension GroupWriter {
    mutating func write(_ bucket: WavePlan.Bucket) throws(ApplyFailure) {
        let first = change(bucket.rows[0])
        guard bucket.lane >= 0 else { return try writeOdd(bucket.rows[0]) }
        let plan = batches[Int(bucket.rows[0].batch)].plan(of: first)
        switch first.operation {
        case .insert:
            if loadsData, bucket.rows.count >= Self.loadRowsMin, try load(bucket.rows, plan) { return }
            try insert(bucket.rows, plan)
        case .update:
            for row in withoutSuperseded(bucket.rows, plan) { try update(row, plan) }
        case .delete:
            if plan.texts.deleteListHead != nil {
                try deleteList(bucket.rows, plan)
            } else {
                for row in bucket.rows { try delete(row, plan) }
            }
        }
    }

    /// One row, by a prepared statement.
    private mutating func writeOdd(_ row: WavePlan.Row) throws(ApplyFailure) {
        try flush()
        do throws(ReplayError) {
            let planned = batches[Int(row.batch)]
            try rows.apply(Int(row.record), of: planned, at: .zero)
            try rows.finish()
        } catch {
            guard let failure = error.serverError else { throw .rows }
            throw .target(failure)
        }
    }

    private mutating func insert(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) {
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

    /// The UPDATEs that are seen in the end, in their order.
    private mutating func withoutSuperseded(_ rows: [WavePlan.Row], _ plan: TablePlan) -> [WavePlan.Row] {
        guard rows.count > 1, SupersededUpdates.areSafe(in: plan) else { return rows }
        superseded.begin()
        var kept: [WavePlan.Row] = []
        for row in rows.reversed()
        where !superseded.isSuperseded(change(row), Int(row.record), of: batches[Int(row.batch)], plan) {
            kept.append(row)
        }
        return kept.reversed()
    }

    private mutating func update(_ row: WavePlan.Row, _ plan: TablePlan) throws(ApplyFailure) {
        let change = change(row)
        let planned = batches[Int(row.batch)]
        batch.beginStatement()
        batch.append(sql: plan.texts.updateHead)
        var count = 0
        for (place, column) in plan.newColumns.enumerated() {
            guard let column, !planned.batch.keeps(place, of: change, plan) else { continue }
            if count > 0 { batch.append(sql: Self.comma) }
            batch.append(sql: plan.texts.newTerms[place])
            try appendValue(planned.batch.values[change.firstValue + place], column, planned)
            count += 1
        }
        // An UPDATE that changes nothing must find its row all the same: the exact way looks for it.
        guard count > 0 else { throw .rows }
        batch.append(sql: Self.whereWord)
        try appendCondition(change, plan, planned)
        try endAndSendIfFull(expecting: 1)
    }

    private mutating func delete(_ row: WavePlan.Row, _ plan: TablePlan) throws(ApplyFailure) {
        batch.beginStatement()
        batch.append(sql: plan.texts.deleteHead)
        try appendCondition(change(row), plan, batches[Int(row.batch)])
        try endAndSendIfFull(expecting: 1)
    }

    /// By a list of the values of the one column that finds the rows.
    private mutating func deleteList(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) {
        guard let head = plan.texts.deleteListHead, let place = plan.oldColumns.firstIndex(where: { $0 != nil }),
            let column = plan.oldColumns[place]
        else { preconditionFailure("one column finds the row") }
        var count = 0
        for row in rows {
            if count == 0 {
                batch.beginStatement()
                batch.append(sql: head)
            } else {
                batch.append(sql: Self.comma)
            }
            let planned = batches[Int(row.batch)]
            let firstOld = change(row).firstValue + plan.newColumns.count
            try appendValue(planned.batch.values[firstOld + place], column, planned)
            count += 1
            if count == Self.deleteRowsMax {
                batch.append(sql: Self.closing)
                try endAndSendIfFull(expecting: count)
                count = 0
            }
        }
        guard count > 0 else { return }
        batch.append(sql: Self.closing)
        try endAndSendIfFull(expecting: count)
    }

    private static let comma: [UInt8] = Array(",".utf8)
    private static let closing: [UInt8] = Array(")".utf8)
    private static let whereWord: [UInt8] = Array(" WHERE ".utf8)
    private static let andWord: [UInt8] = Array(" AND ".utf8)

    private mutating func appendCondition(
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
            try appendValue(planned.batch.values[firstOld + place], column, planned)
            count += 1
        }
        // A statement without a condition would hit every row; the row that says nothing of itself is refused by name elsewhere.
        guard count > 0 else { throw .rows }
    }

    private var packetBytes: Int { min(Self.packetBytes, session.maximumPacketBytes / 2) }

    private mutating func endAndSendIfFull(expecting count: Int) throws(ApplyFailure) {
        end(expecting: count)
        guard batch.byteCount >= packetBytes else { return }
        guard batch.byteCount <= session.maximumPacketBytes else { throw .rows }
        try flush()
    }
}

extension ChangeBatch {
    /// Whether an UPDATE leaves the column as it is: it finds the row by the value that it would set.
    func keeps(_ place: Int, of change: RowChange, _ plan: TablePlan) -> Bool {
        guard let oldPlace = plan.oldPlaces[place] else { return false }
        let new = values[change.firstValue + place]
        let old = values[change.firstValue + plan.newColumns.count + oldPlace]
        guard let newRange = new.range, let oldRange = old.range, newRange.count == oldRange.count else { return false }
        for offset in 0..<newRange.count
        where bytes[newRange.lowerBound + offset] != bytes[oldRange.lowerBound + offset] {
            return false
        }
        return true
    }
}
