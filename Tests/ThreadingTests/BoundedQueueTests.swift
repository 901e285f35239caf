internal import Synchronization
internal import Testing
internal import Threading

struct BoundedQueueTests {
    private static let past = MonotonicTime(milliseconds: 0)
    private static let longMilliseconds = 600_000

    /// What the queue gives without waiting: the element, or one word for there being none.
    private func next(_ queue: BoundedQueue<Int>) -> String {
        switch queue.pop(until: Self.past) {
        case .element(let element): String(element)
        case .timedOut: "nothing"
        case .closed: "closed"
        }
    }

    @Test func `elements leave in the order they came`() {
        let queue = BoundedQueue<Int>(costLimit: 100)
        for number in 0..<20 { #expect(queue.push(number, cost: 1, milliseconds: 0) == .accepted) }
        #expect((0..<20).map { _ in next(queue) } == (0..<20).map { String($0) })
        #expect(next(queue) == "nothing")
    }

    @Test func `what would exceed the bound is not taken`() {
        let queue = BoundedQueue<Int>(costLimit: 10)
        #expect(queue.push(1, cost: 6, milliseconds: 0) == .accepted)
        #expect(queue.push(2, cost: 5, milliseconds: 0) == .full)
        #expect(queue.push(3, cost: 4, milliseconds: 0) == .accepted)
        #expect(queue.push(4, cost: 1, milliseconds: 0) == .full)
        #expect([next(queue), next(queue), next(queue)] == ["1", "3", "nothing"])
    }

    @Test func `taking an element makes room for its cost`() {
        let queue = BoundedQueue<Int>(costLimit: 10)
        #expect(queue.push(1, cost: 10, milliseconds: 0) == .accepted)
        #expect(queue.push(2, cost: 10, milliseconds: 0) == .full)
        #expect(next(queue) == "1")
        #expect(queue.push(2, cost: 10, milliseconds: 0) == .accepted)
    }

    @Test func `one element larger than the bound enters an empty queue, and only an empty one`() {
        let queue = BoundedQueue<Int>(costLimit: 10)
        #expect(queue.push(1, cost: 1, milliseconds: 0) == .accepted)
        #expect(queue.push(2, cost: 1_000, milliseconds: 0) == .full)
        #expect(next(queue) == "1")
        #expect(queue.push(2, cost: 1_000, milliseconds: 0) == .accepted)
        #expect(queue.push(3, cost: 1, milliseconds: 0) == .full)
        #expect(next(queue) == "2")
    }

    @Test func `a closed queue gives what is in it, then the end, and takes nothing more`() {
        let queue = BoundedQueue<Int>(costLimit: 10)
        #expect(queue.push(1, cost: 1, milliseconds: 0) == .accepted)
        queue.close()
        #expect(queue.push(2, cost: 1, milliseconds: 0) == .closed)
        #expect(!queue.isEmpty)
        #expect([next(queue), next(queue), next(queue)] == ["1", "closed", "closed"])
    }

    @Test func `a discarded queue gives and takes nothing more`() {
        let queue = BoundedQueue<Int>(costLimit: 10)
        #expect(queue.push(1, cost: 1, milliseconds: 0) == .accepted)
        queue.discard()
        #expect(queue.isEmpty)
        #expect(next(queue) == "closed")
        #expect(queue.push(2, cost: 1, milliseconds: 0) == .closed)
    }

    @Test func `closing wakes a consumer that waits`() {
        let queue = BoundedQueue<Int>(costLimit: 10)
        let sawEnd = Atomic<Bool>(false)
        let taken = WorkerThread(name: "consumer") {
            if case .closed = queue.pop() { sawEnd.store(true, ordering: .releasing) }
        }
        queue.close()
        taken.join()
        let hasSeenEnd = sawEnd.load(ordering: .acquiring)
        #expect(hasSeenEnd)
    }

    @Test func `discarding wakes a producer that waits for room`() {
        let queue = BoundedQueue<Int>(costLimit: 1)
        #expect(queue.push(1, cost: 1, milliseconds: 0) == .accepted)
        let sawEnd = Atomic<Bool>(false)
        let producer = WorkerThread(name: "producer") {
            let pushed = queue.push(2, cost: 1, milliseconds: Self.longMilliseconds)
            sawEnd.store(pushed == .closed, ordering: .releasing)
        }
        queue.discard()
        producer.join()
        let hasSeenEnd = sawEnd.load(ordering: .acquiring)
        #expect(hasSeenEnd)
    }

    @Test func `a hundred thousand elements pass between two threads whole and in order`() {
        let count = 100_000
        let queue = BoundedQueue<Int>(costLimit: 64)
        let producer = WorkerThread(name: "producer") {
            // Costs from 1 to 100: some are larger than the bound.
            for number in 0..<count {
                _ = queue.push(number, cost: number % 100 + 1, milliseconds: Self.longMilliseconds)
            }
            queue.close()
        }
        var expected = 0
        var isInOrder = true
        while case .element(let number) = queue.pop() {
            isInOrder = isInOrder && number == expected
            expected += 1
        }
        producer.join()
        #expect(isInOrder)
        #expect(expected == count)
    }

    @Test func `an element that was taken is no longer held`() {
        final class Load: Sendable {}
        let queue = BoundedQueue<Load>(costLimit: 10)
        weak var first: Load?
        do {
            let load = Load()
            first = load
            _ = queue.push(load, cost: 1, milliseconds: 0)
        }
        for _ in 0..<5 { _ = queue.push(Load(), cost: 1, milliseconds: 0) }
        #expect(first != nil)
        _ = queue.pop()
        #expect(first == nil)
    }
}
