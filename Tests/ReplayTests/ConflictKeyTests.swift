internal import TestSupport
internal import Testing

@testable import Replay

struct ConflictKeyTests {
    @Test func `a shared and an exclusive use are of one thing`() {
        let shared = ConflictKey(hash: 0x1234_5678, isShared: true)
        let exclusive = ConflictKey(hash: 0x1234_5678, isShared: false)
        #expect(shared.isShared)
        #expect(!exclusive.isShared)
        #expect(shared.thing == exclusive.thing)
        #expect(shared != exclusive)
    }

    @Test func `no hash makes the thing that marks an empty place`() {
        for hash: UInt64 in [0, 1, 2, 3, .max] {
            for isShared in [true, false] {
                let key = ConflictKey(hash: hash, isShared: isShared)
                #expect(key.thing != 0)
                #expect(key.isShared == isShared)
            }
        }
    }

    @Test func `63 bits of the hash are kept`() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<1_000 {
            let hash = random.next()
            #expect(ConflictKey(hash: hash, isShared: true).thing == hash & ~1)
            #expect(ConflictKey(hash: hash, isShared: false).thing == hash & ~1)
        }
    }
}
