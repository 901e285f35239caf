internal import Testing
internal import Threading

struct BackOffTests {
    @Test func `the pauses double from a tenth of a second to the limit`() {
        var backOff = BackOff(limitMilliseconds: 1_000)
        #expect((0..<6).map { _ in backOff.next() } == [100, 200, 400, 800, 1_000, 1_000])
    }

    @Test func `after a success it begins anew`() {
        var backOff = BackOff(limitMilliseconds: 30_000)
        for _ in 0..<10 { _ = backOff.next() }
        backOff.reset()
        #expect(backOff.next() == 100)
        #expect(backOff.next() == 200)
    }

    @Test func `it stays at the limit however often it is asked`() {
        var backOff = BackOff(limitMilliseconds: 30_000)
        for _ in 0..<1_000 { _ = backOff.next() }
        #expect(backOff.next() == 30_000)
    }

    @Test(arguments: [0, -5, 99]) func `a limit below the first pause is that pause`(limit: Int) {
        var backOff = BackOff(limitMilliseconds: limit)
        #expect((0..<3).map { _ in backOff.next() } == [100, 100, 100])
    }
}
