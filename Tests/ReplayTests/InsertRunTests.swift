internal import ChangeModel
internal import Testing

@testable import Replay

struct InsertRunTests {
    @Test(arguments: [
        (0, 256, []), (1, 256, [1]), (2, 256, [2]), (3, 256, [2, 1]), (7, 256, [4, 2, 1]),
        (255, 256, [128, 64, 32, 16, 8, 4, 2, 1]),
        (256, 256, [256]), (600, 256, [256, 256, 64, 16, 8]), (5, 1, [1, 1, 1, 1, 1]), (10, 5, [4, 4, 2]),
        (100, 3, [Int](repeating: 2, count: 50)),
    ])
    func `a run is cut into powers of two up to the limit`(count: Int, limit: Int, sizes: [Int]) {
        #expect(InsertRun.chunks(count, limit: limit) == sizes)
    }

    @Test func `every row is in one chunk, whatever the count and the limit`() {
        for limit in [1, 2, 3, 64, 100, 256] {
            for count in 0..<300 {
                let sizes = InsertRun.chunks(count, limit: limit)
                #expect(sizes.reduce(0, +) == count)
                #expect(sizes.allSatisfy { $0 <= limit && $0.nonzeroBitCount == 1 })
            }
        }
    }
}
