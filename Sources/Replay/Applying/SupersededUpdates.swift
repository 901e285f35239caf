internal import ChangeModel

/// Finds the UPDATEs of a bucket that a later one of the same row makes needless: only what the last one sets is seen once the group is
/// committed.
///
/// Left out is one only where nothing else can tell: both find the row by the same key and leave that key as it is, every column is set by
/// both, and the table has no other unique key and no trigger. The row must still be found once.
struct SupersededUpdates {
    private var later: [UInt64: (batch: PlannedBatch, change: RowChange)] = [:]
    /// Whether the rows of the UPDATEs that are seen may go and come back together: each keeps its key, and no two can be one row.
    private(set) var areRewritable = true

    static func areSafe(in plan: TablePlan) -> Bool {
        guard plan.findsByKey, !plan.hasTriggers, plan.keys.otherUniqueKeys.isEmpty, plan.keys.row?.old != nil else {
            return false
        }
        if case .none = plan.keys.changeUse { return true }
        return false
    }

    mutating func begin() {
        later.removeAll(keepingCapacity: true)
        areRewritable = true
    }

    /// Whether the row is set again by an UPDATE that was given before. To be asked from the bucket's last row to its first.
    mutating func isSuperseded(_ change: RowChange, _ record: Int, of planned: PlannedBatch, _ plan: TablePlan) -> Bool
    {
        guard plan.keepsItsKey(change, planned.batch) else {
            // The row has another key from here on: what stands before must not be left out for what stands behind.
            later.removeAll(keepingCapacity: true)
            areRewritable = false
            return false
        }
        let thing = planned.withKeys(of: record..<(record + 1)) { $0.count > 0 ? $0[0].thing : 0 }
        guard let known = later.updateValue((planned, change), forKey: thing) else { return false }
        if plan.findTheSame(change, planned.batch, known.change, known.batch.batch) {
            later[thing] = known
            return true
        }
        // One row spelled in two ways, or two rows that only look alike to the hash: an earlier UPDATE of the first of them may be among the
        // seen by now.
        areRewritable = false
        return false
    }
}

extension TablePlan {
    /// Whether an UPDATE sets every column that finds its row to the value that finds it.
    fileprivate func keepsItsKey(_ change: RowChange, _ batch: borrowing ChangeBatch) -> Bool {
        var kept = 0
        for place in newColumns.indices where batch.keeps(place, of: change, self) { kept += 1 }
        return kept == keyColumns.count
    }

    /// Whether two UPDATEs find their row by the same values.
    fileprivate func findTheSame(
        _ change: RowChange,
        _ batch: borrowing ChangeBatch,
        _ other: RowChange,
        _ otherBatch: borrowing ChangeBatch
    ) -> Bool {
        for place in oldColumns.indices where oldColumns[place] != nil {
            guard let range = batch.values[change.firstValue + newColumns.count + place].range,
                let otherRange = otherBatch.values[other.firstValue + newColumns.count + place].range,
                range.count == otherRange.count
            else { return false }
            for offset in 0..<range.count
            where batch.bytes[range.lowerBound + offset] != otherBatch.bytes[otherRange.lowerBound + offset] {
                return false
            }
        }
        return true
    }
}
