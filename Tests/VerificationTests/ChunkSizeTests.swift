internal import Testing

@testable import Verification

struct ChunkSizeTests {
    @Test func `a quick server is asked for more, up to a limit`() {
        var size = ChunkSize(rowsPerSecond: nil)
        for _ in 0..<20 { size.took(milliseconds: 1) }
        #expect(size.rows == 100_000)
    }

    @Test func `a slow server is asked for less, down to a least`() {
        var size = ChunkSize(rowsPerSecond: nil)
        for _ in 0..<20 { size.took(milliseconds: 60_000) }
        #expect(size.rows == 100)
    }

    @Test(arguments: [1, 10, 1_000, 50_000])
    func `a bounded rate bounds what is asked for at once`(_ rate: Int) {
        var size = ChunkSize(rowsPerSecond: rate)
        for _ in 0..<20 { size.took(milliseconds: 1) }
        #expect((1...max(1, rate / 2)).contains(size.rows))
        for _ in 0..<20 { size.took(milliseconds: 60_000) }
        #expect((1...max(1, rate / 2)).contains(size.rows))
    }
}
