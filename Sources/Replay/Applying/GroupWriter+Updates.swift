internal import ChangeModel
internal import MySQLClient

/// UPDATEs of a bucket.
extension GroupWriter {
    mutating func update(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) {
        let isSafe = rows.count > 1 && SupersededUpdates.areSafe(in: plan)
        let seen = isSafe ? withoutSuperseded(rows, plan) : rows
        guard isSafe, seen.count >= Self.rewrittenRowsMin, superseded.areRewritable, plan.coversTarget,
            plan.texts.deleteList != nil
        else {
            for row in seen { try update(row, plan) }
            return
        }
        // Nobody can tell that the rows went and came back: every column is sent, no trigger looks, no other key of the table may be taken in
        // between, and each row comes back under the key that finds it. Both statements count what they hit: a row that is not there is missed
        // by the DELETE.
        try delete(seen, plan)
        try insert(seen, plan)
    }

    /// The UPDATEs that are seen in the end, in their order.
    private mutating func withoutSuperseded(_ rows: [WavePlan.Row], _ plan: TablePlan) -> [WavePlan.Row] {
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
            try appendValue(planned.batch.values[change.firstValue + place], column, planned, isWritten: true)
            count += 1
        }
        // An UPDATE that changes nothing must find its row all the same: the exact way looks for it.
        guard count > 0 else { throw .rows }
        batch.append(sql: Self.whereWord)
        try appendCondition(change, plan, planned)
        try endAndSendIfFull(expecting: 1)
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
