/// Goes through the rows of a range on both sides in the order of the key and names the keys whose rows are not the same.
struct RangeMerge {
    let sides: BothSides
    let source: TableQueries
    let target: TableQueries

    struct Outcome: Sendable {
        var sourceRows = 0
        var targetRows = 0
        /// False where a side has its rows in another order than the key's type promised: nothing that was found counts then.
        var isOrdered = true
    }

    /// `suspect` takes each key that only one side has, or that has another content there.
    func run(
        _ range: KeyRange,
        _ suspect: ([String]) throws(VerificationError) -> Void
    ) throws(VerificationError) -> Outcome {
        var ours = RowReader(source, range), theirs = RowReader(target, range)
        let orders = source.table.keyColumns.compactMap { KeyOrder($0) }
        var outcome = Outcome()
        while true {
            guard try fill(&ours, &theirs) else {
                outcome.isOrdered = false
                return outcome
            }
            let left = ours.next, right = theirs.next
            if left == nil, right == nil { return outcome }
            let isOnlyOurs =
                right.map { right in left.map { KeyOrder.isBefore($0.key, right.key, orders) } ?? false } ?? true
            let isOnlyTheirs =
                left.map { left in right.map { KeyOrder.isBefore($0.key, left.key, orders) } ?? false } ?? true
            if let left, !isOnlyTheirs {
                ours.advance()
                outcome.sourceRows += 1
                if isOnlyOurs || left.content != right?.content { try suspect(left.key) }
            }
            if let right, !isOnlyOurs {
                theirs.advance()
                outcome.targetRows += 1
                if isOnlyTheirs { try suspect(right.key) }
            }
        }
    }

    /// Both pages at the same time where both are wanted.
    private func fill(_ ours: inout RowReader, _ theirs: inout RowReader) throws(VerificationError) -> Bool {
        guard ours.needsPage || theirs.needsPage else { return true }
        let before = theirs
        let (isOurOrder, (isTheirOrder, after)) = try sides.ask { session throws(VerificationError) in
            try ours.fill(session)
        } _: { session throws(VerificationError) in
            var reader = before
            let isInOrder = try reader.fill(session)
            return (isInOrder, reader)
        }
        theirs = after
        return isOurOrder && isTheirOrder
    }
}
