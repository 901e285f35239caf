internal import ChangeModel
internal import Testing

struct GrowingListTests {
    /// Around the ends of pieces of 256.
    private static let counts = [0, 1, 255, 256, 257, 511, 512, 513, 1_000]

    private func list(_ numbers: some Sequence<Int>) -> GrowingList<Int> {
        var list = GrowingList<Int>()
        for number in numbers { list.append(number) }
        return list
    }

    @Test(arguments: counts)
    func `what was appended is there, in order`(count: Int) {
        let list = list(0..<count)
        #expect(list.count == count && list.isEmpty == (count == 0))
        #expect(Array(list) == Array(0..<count))
        #expect(list.indices.allSatisfy { list[$0] == $0 })
    }

    @Test(arguments: counts)
    func `a copy stays what it was`(count: Int) {
        var list = list(0..<count)
        let copy = list
        list.append(-1)
        for index in stride(from: 0, to: count, by: 100) { list[index] = -2 }
        #expect(Array(copy) == Array(0..<count))
        #expect(list.count == count + 1 && list.last == -1)
        #expect(list != copy)
        list.removeAll()
        #expect(list.isEmpty && list == [] && copy.count == count)
    }

    @Test func `two lists agree as far as their elements are the same`() {
        for count in Self.counts {
            for other in Self.counts {
                #expect(list(0..<count).agreeingCount(with: list(0..<other)) == min(count, other))
                #expect((list(0..<count) == list(0..<other)) == (count == other))
            }
        }
        var changed = list(0..<600)
        changed[300] = 0
        #expect(changed.agreeingCount(with: list(0..<600)) == 300)
    }

    @Test func `an append copies one piece of a list that is shared`() {
        var list = list(0..<100_000)
        var copies: [GrowingList<Int>] = []
        for number in 0..<1_000 {
            copies.append(list)
            list.append(number)
        }
        #expect(copies.indices.allSatisfy { copies[$0].count == 100_000 + $0 })
        #expect(list.agreeingCount(with: copies[0]) == 100_000)
    }
}
