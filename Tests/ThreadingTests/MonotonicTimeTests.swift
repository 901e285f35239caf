internal import Testing
internal import Threading

struct MonotonicTimeTests {
    @Test func `the clock never goes backwards`() {
        var previous = MonotonicTime.now()
        for _ in 0..<10_000 {
            let now = MonotonicTime.now()
            #expect(now >= previous)
            previous = now
        }
    }

    @Test func `times are added to and told apart in milliseconds`() {
        let time = MonotonicTime(milliseconds: 1_000)
        #expect(time.adding(milliseconds: 250) == MonotonicTime(milliseconds: 1_250))
        #expect(time.adding(milliseconds: 250).milliseconds(since: time) == 250)
        #expect(time.milliseconds(since: time.adding(milliseconds: 250)) == -250)
        #expect(time < time.adding(milliseconds: 1))
    }
}
