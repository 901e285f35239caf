internal import Testing
internal import Threading

struct StopRequestTests {
    @Test func `nothing is requested at first, and a wait ends without it`() {
        let stop = StopRequest()
        #expect(!stop.isRequested)
        #expect(!stop.wait(milliseconds: 0))
        #expect(!stop.wait(milliseconds: 1))
    }

    @Test func `a request stays and ends every wait`() {
        let stop = StopRequest()
        stop.request()
        stop.request()
        #expect(stop.isRequested)
        #expect(stop.wait(milliseconds: 600_000))
        #expect(stop.wait(milliseconds: 0))
    }

    @Test func `a request wakes all threads that wait for it`() {
        let stop = StopRequest()
        let woken = BoundedQueue<Bool>(costLimit: 8)
        let wait: @Sendable () -> Void = { _ = woken.push(stop.wait(milliseconds: 600_000), cost: 1, milliseconds: 0) }
        let first = WorkerThread(name: "first", wait)
        let second = WorkerThread(name: "second", wait)
        stop.request()
        first.join()
        second.join()
        woken.close()
        var results: [Bool] = []
        while case .element(let result) = woken.pop() { results.append(result) }
        #expect(results == [true, true])
    }
}
