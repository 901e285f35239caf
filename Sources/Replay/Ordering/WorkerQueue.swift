internal import Threading

/// The transactions that one worker has still to apply, in order.
///
/// `@unchecked Sendable` because everything mutable is touched only with `condition`'s lock held.
final class WorkerQueue: @unchecked Sendable {
    /// How much one target transaction takes.
    struct GroupLimits {
        let transactions: Int
        let rows: Int
        let bytes: Int
        /// Only transactions that follow each other in the stream.
        let isContiguous: Bool
    }

    private let condition = Condition()
    private var waiting: [SourceTransaction] = []
    private var first = 0
    private var isClosed = false
    /// Rows that wait here or are being applied.
    private var rowsUnderway = 0

    func append(_ transactions: [SourceTransaction]) {
        condition.withLock {
            waiting.append(contentsOf: transactions)
            for transaction in transactions { rowsUnderway += transaction.rowCount + 1 }
        }
        condition.wakeAll()
    }

    /// How busy the worker is.
    var load: Int { condition.withLock { rowsUnderway } }

    /// What the next target transaction takes, once there is something; nil when the queue is closed. One that stands alone comes alone.
    func nextGroup(_ limits: GroupLimits) -> [SourceTransaction]? {
        condition.withLock {
            while first == waiting.count, !isClosed { _ = condition.wait(until: nil) }
            guard !isClosed else { return nil }
            let end = endOfGroup(limits)
            let group = Array(waiting[first..<end])
            first = end
            if first * 2 >= waiting.count {
                waiting.removeFirst(first)
                first = 0
            }
            return group
        }
    }

    private func endOfGroup(_ limits: GroupLimits) -> Int {
        var end = first
        var rows = 0
        var bytes = 0
        while end < waiting.count, end - first < limits.transactions, rows < limits.rows, bytes < limits.bytes {
            let next = waiting[end]
            if end > first {
                if next.standsAlone || waiting[end - 1].standsAlone { break }
                if limits.isContiguous, next.ticket != waiting[end - 1].ticket + 1 { break }
            }
            rows += next.rowCount
            bytes += next.bytes
            end += 1
        }
        return end
    }

    /// The worker is done with a group.
    func finished(_ group: [SourceTransaction]) {
        condition.withLock { for transaction in group { rowsUnderway -= transaction.rowCount + 1 } }
    }

    /// Nothing more is handed out, whatever waits.
    func close() {
        condition.withLock { isClosed = true }
        condition.wakeAll()
    }
}
