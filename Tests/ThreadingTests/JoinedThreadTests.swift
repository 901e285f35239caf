internal import Synchronization
internal import Testing
internal import Threading

struct JoinedThreadTests {
    @Test func `a join waits for the end, and everything that the thread did is there`() {
        let done = Atomic<Int>(0)
        let threads = (0..<4).map { _ in
            JoinedThread(name: "counter") {
                for _ in 0..<1_000 { done.add(1, ordering: .relaxed) }
            }
        }
        for thread in threads { thread.join() }
        let count = done.load(ordering: .relaxed)
        #expect(count == 4_000)
    }

    @Test func `a second join finds nothing to wait for`() {
        let runs = Atomic<Int>(0)
        let thread = JoinedThread(name: "once") { runs.add(1, ordering: .relaxed) }
        thread.join()
        thread.join()
        let count = runs.load(ordering: .relaxed)
        #expect(count == 1)
    }
}
