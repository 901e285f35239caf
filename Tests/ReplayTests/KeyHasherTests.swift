internal import TestSupport
internal import Testing

@testable import Replay

struct KeyHasherTests {
    private func hash(_ texts: [[UInt8]], seed: UInt64 = 7) -> UInt64 {
        var hasher = KeyHasher(seed: seed)
        for text in texts { hasher.add(text.span) }
        return hasher.hash
    }

    @Test func `the same gives the same hash`() {
        #expect(hash([[1, 2, 3], [4]]) == hash([[1, 2, 3], [4]]))
        #expect(KeyHasher(naming: "a", "b").hash == KeyHasher(naming: "a", "b").hash)
    }

    @Test func `where one text ends and the next begins makes a difference`() {
        #expect(hash([[1, 2], [3]]) != hash([[1], [2, 3]]))
        #expect(hash([[1, 2, 3]]) != hash([[1, 2], [3]]))
        #expect(hash([[1], []]) != hash([[], [1]]))
        #expect(KeyHasher(naming: "ab", "c").hash != KeyHasher(naming: "a", "bc").hash)
    }

    @Test func `zeros are counted, and so is the seed`() {
        let zeros = (0..<40).map { hash([[UInt8](repeating: 0, count: $0)]) }
        #expect(Set(zeros).count == zeros.count)
        #expect(hash([[1]], seed: 1) != hash([[1]], seed: 2))
    }

    @Test func `every byte of a text counts, wherever it stands`() {
        let text = (0..<33).map { UInt8($0) }
        var hashes: Set<UInt64> = [hash([text])]
        for index in text.indices {
            var changed = text
            changed[index] ^= 0x80
            hashes.insert(hash([changed]))
        }
        #expect(hashes.count == text.count + 1)
    }

    @Test func `a hundred thousand numbers, near each other or far apart, have as many hashes`() {
        var random = SeededGenerator(seed: 2)
        var hashes: Set<UInt64> = []
        for number in 0..<50_000 {
            for value in [UInt64(number), random.next() | 1 << 63] {
                var hasher = KeyHasher(seed: 0)
                hasher.add(value)
                hashes.insert(hasher.hash)
            }
        }
        #expect(hashes.count == 100_000)
    }
}
