@testable import Replay

extension ConflictKey {
    /// The key of the thing with a number, the same in every run.
    static func sample(_ thing: Int, isShared: Bool = false) -> ConflictKey {
        ConflictKey(hash: KeyHasher(seed: UInt64(bitPattern: Int64(thing))).hash, isShared: isShared)
    }
}

extension [ConflictKey] {
    /// Whether two rows or transactions with these keys must keep their order: written as the contract says it.
    func conflicts(with others: [ConflictKey]) -> Bool {
        contains { key in
            others.contains { $0.thing == key.thing && !($0.isShared && key.isShared) }
        }
    }
}
