internal import Glibc
internal import Synchronization
internal import Testing
internal import Threading

@testable import Replay

struct WorkerQueueTests {
    private func limits(
        transactions: Int = .max,
        rows: Int = .max,
        bytes: Int = .max,
        isContiguous: Bool = false
    ) -> WorkerQueue.GroupLimits {
        WorkerQueue.GroupLimits(transactions: transactions, rows: rows, bytes: bytes, isContiguous: isContiguous)
    }

    /// The tickets of all groups until the queue is empty.
    private func groups(_ transactions: [SourceTransaction], _ limits: WorkerQueue.GroupLimits) -> [[UInt64]] {
        let queue = WorkerQueue()
        queue.append(transactions)
        var groups: [[UInt64]] = []
        while queue.load > 0, let group = queue.nextGroup(limits) {
            groups.append(group.map(\.ticket))
            queue.finished(group)
        }
        return groups
    }

    private func transactions(_ tickets: ClosedRange<UInt64>) -> [SourceTransaction] {
        tickets.map { .sample($0, rows: 2, bytes: 100) }
    }

    @Test func `a group takes what waits, in order, up to each limit`() {
        #expect(groups(transactions(1...5), limits()) == [[1, 2, 3, 4, 5]])
        #expect(groups(transactions(1...5), limits(transactions: 2)) == [[1, 2], [3, 4], [5]])
        // A limit is passed by one transaction at most: none is ever split.
        #expect(groups(transactions(1...5), limits(rows: 3)) == [[1, 2], [3, 4], [5]])
        #expect(groups(transactions(1...5), limits(rows: 4)) == [[1, 2], [3, 4], [5]])
        #expect(groups(transactions(1...5), limits(bytes: 250)) == [[1, 2, 3], [4, 5]])
    }

    @Test func `one transaction is taken whatever its size`() {
        let large = [SourceTransaction.sample(1, rows: 1_000, bytes: 1 << 30), .sample(2)]
        #expect(groups(large, limits(transactions: 1, rows: 1, bytes: 1)) == [[1], [2]])
    }

    @Test func `what stands alone comes alone`() {
        let mixed = (1...6).map { SourceTransaction.sample($0, standsAlone: $0 == 3 || $0 == 4) }
        #expect(groups(mixed, limits()) == [[1, 2], [3], [4], [5, 6]])
        #expect(groups([.sample(1, standsAlone: true), .sample(2)], limits()) == [[1], [2]])
    }

    @Test func `in the source's order only neighbours share a group`() {
        let tickets: [UInt64] = [1, 2, 4, 5, 6, 9]
        let transactions = tickets.map { SourceTransaction.sample($0) }
        #expect(groups(transactions, limits(isContiguous: true)) == [[1, 2], [4, 5, 6], [9]])
        #expect(groups(transactions, limits(isContiguous: false)) == [tickets])
    }

    @Test func `the load counts what waits and what is being applied`() {
        let queue = WorkerQueue()
        #expect(queue.load == 0)
        queue.append(transactions(1...3))
        #expect(queue.load == 9)
        guard let group = queue.nextGroup(limits(transactions: 2)) else {
            Issue.record("a group waits")
            return
        }
        #expect(queue.load == 9)
        queue.finished(group)
        #expect(queue.load == 3)
        queue.append(transactions(4...4))
        #expect(queue.nextGroup(limits())?.map(\.ticket) == [3, 4])
    }

    @Test func `a closed queue hands out nothing, whatever waits`() {
        let queue = WorkerQueue()
        queue.append(transactions(1...3))
        queue.close()
        #expect(queue.nextGroup(limits())?.count == nil)
    }

    @Test func `a worker that waits is woken by work, and by the end`() {
        let queue = WorkerQueue()
        let seen = Mutex<[[UInt64]]>([])
        let thread = JoinedThread(name: "worker") {
            while let group = queue.nextGroup(
                WorkerQueue.GroupLimits(transactions: 10, rows: 10, bytes: 1_000, isContiguous: false)
            ) {
                seen.withLock { $0.append(group.map(\.ticket)) }
                queue.finished(group)
            }
        }
        queue.append(transactions(1...1))
        while queue.load > 0 { sched_yield() }
        queue.close()
        thread.join()
        let groups = seen.withLock { $0 }
        #expect(groups == [[1]])
    }

    @Test func `a thousand transactions pass in any groups whole and in order`() {
        let queue = WorkerQueue()
        let count: UInt64 = 1_000
        let seen = Mutex<[UInt64]>([])
        let thread = JoinedThread(name: "worker") {
            var size = 1
            while let group = queue.nextGroup(
                WorkerQueue.GroupLimits(transactions: size, rows: .max, bytes: .max, isContiguous: false)
            ) {
                seen.withLock { $0.append(contentsOf: group.map(\.ticket)) }
                queue.finished(group)
                size = size % 7 + 1
            }
        }
        for ticket in 1...count { queue.append([.sample(ticket)]) }
        while queue.load > 0 { sched_yield() }
        queue.close()
        thread.join()
        let tickets = seen.withLock { $0 }
        #expect(tickets == Array(1...count))
    }
}
