/// A first-in, first-out queue between two threads, bounded by the summed cost of what it holds.
///
/// One element may always enter an empty queue, however large, so that nothing can wait for itself. Closing lets the consumer take what is
/// there and then see the end.
///
/// `@unchecked Sendable` because everything mutable is touched only with `condition`'s lock held.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    private let condition = Condition()
    private let costLimit: Int
    private var elements: [(element: Element, cost: Int)] = []
    private var first = 0
    private var totalCost = 0
    private var isClosed = false

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
            elements.append((element, cost))
            totalCost += cost
            condition.wakeAll()
            return .accepted
        }
    }

    /// Waits for an element, until `deadline` at most; without one for as long as it takes.
    package func pop(until deadline: MonotonicTime? = nil) -> Popped {
        condition.withLock {
            while first == elements.count {
                if isClosed { return .closed }
                guard condition.wait(until: deadline) else { return .timedOut }
            }
            return .element(takeFirst())
        }
    }

    private func takeFirst() -> Element {
        let (element, cost) = elements[first]
        first += 1
        totalCost -= cost
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
