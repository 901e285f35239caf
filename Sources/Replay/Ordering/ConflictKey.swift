/// What two transactions may have in common: a row, a unique value, a parent, a table. Those that share one keep their order, unless both
/// only *share* it, as two children of one parent do.
///
/// 63 bits of hash and one that says shared or exclusive. That two different things get one hash costs speed, never correctness.
struct ConflictKey: Hashable, Sendable {
    private let bits: UInt64

    init(hash: UInt64, isShared: Bool) {
        // 0 marks an empty place in the tables that hold keys.
        let kept = max(hash & ~1, 2)
        bits = isShared ? kept | 1 : kept
    }

    var isShared: Bool { bits & 1 == 1 }

    /// The same for a shared and an exclusive use of one thing; never 0.
    var thing: UInt64 { bits & ~1 }
}
