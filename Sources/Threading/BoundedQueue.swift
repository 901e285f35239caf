/// A first-in, first-out queue between two threads, bounded by the summed cost of what it holds.
///
/// One element may always enter an empty queue, however large, so that nothing can wait for itself. Closing lets the consumer take what is
/// there and then see the end.
///
/// `@unchecked Sendable` because everything mutable is touched only with `condition`'s lock held.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    private let condition = Condition()
    private let costLimit: Int
    private var elements: [Entry] = []
    private var first = 0
    private var totalCost = 0
    private var isClosed = false

    private struct Entry {
        /// nil once it was taken: what has left takes no memory, though its place is kept for a while.
        var element: Element?
        let cost: Int
    }

    package enum Pushed: Equatable, Sendable {
        case accepted
        /// There was no room until the time was over; the element was not taken.
        case full
        case closed
    }

    package enum Popped: Sendable {
        case element(Element)
        /// Nothing came until the time was over.
        case timedOut
        /// The queue is closed and empty.
        case closed
    }

    package init(costLimit: Int) {
        precondition(costLimit > 0)
        self.costLimit = costLimit
    }

    /// Waits for room, `milliseconds` at most.
    package func push(_ element: Element, cost: Int, milliseconds: Int) -> Pushed {
        let deadline = MonotonicTime.now().adding(milliseconds: milliseconds)
        return condition.withLock {
            while !isClosed, totalCost > 0, totalCost + cost > costLimit {
                guard condition.wait(until: deadline) else { return .full }
            }
            guard !isClosed else { return .closed }
            elements.append(Entry(element: element, cost: cost))
            totalCost += cost
            condition.wakeAll()
            return .accepted
        }
    }

    /// Waits for an element, until `deadline` at most; without one for as long as it takes.
    package func pop(until deadline: MonotonicTime? = nil) -> Popped {
        condition.withLock {
            while true {
                if let element = takeFirst() { return .element(element) }
                if isClosed { return .closed }
                guard condition.wait(until: deadline) else { return .timedOut }
            }
        }
    }

    private func takeFirst() -> Element? {
        guard first < elements.count, let element = elements[first].element.take() else { return nil }
        totalCost -= elements[first].cost
        first += 1
        // Amortised: every element is moved at most once.
        if first * 2 >= elements.count {
            elements.removeFirst(first)
            first = 0
        }
        condition.wakeAll()
        return element
    }

    package var isEmpty: Bool {
        condition.withLock { first == elements.count }
    }

    /// No more elements enter; the consumer gets what is there.
    package func close() {
        condition.withLock { isClosed = true }
        condition.wakeAll()
    }

    /// No more elements enter or leave.
    package func discard() {
        condition.withLock {
            isClosed = true
            elements.removeAll()
            first = 0
            totalCost = 0
        }
        condition.wakeAll()
    }
}
