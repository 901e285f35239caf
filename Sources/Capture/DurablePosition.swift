internal import ChangeModel
internal import Synchronization

/// Hands the durable position from the spooling thread to the receiving one.
final class DurablePosition: Sendable {
    private let position: Atomic<UInt64>

    init(_ position: LSN) {
        self.position = Atomic(position.rawValue)
    }

    var value: LSN {
        get { LSN(position.load(ordering: .acquiring)) }
        set { position.store(newValue.rawValue, ordering: .releasing) }
    }
}
