internal import Glibc
internal import Synchronization
internal import Testing
internal import Threading

struct WorkerThreadTests {
    @Test func `after a join everything that the thread did is there`() {
        let done = Atomic<Int>(0)
        let thread = WorkerThread(name: "counter") {
            for _ in 0..<1_000 { done.add(1, ordering: .relaxed) }
        }
        thread.join()
        let count = done.load(ordering: .relaxed)
        #expect(count == 1_000)
    }

    @Test func `it runs on a thread of its own, under the first 15 bytes of its name`() {
        let seen = Mutex<(name: String, thread: pthread_t)?>(nil)
        let thread = WorkerThread(name: "a-name-that-is-too-long") {
            let file = open("/proc/thread-self/comm", O_RDONLY)
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = read(file, &bytes, bytes.count)
            close(file)
            let name = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
            seen.withLock { $0 = (name, pthread_self()) }
        }
        thread.join()
        let other = seen.withLock { $0 }
        #expect(other?.name == "a-name-that-is-\n")
        #expect(other?.thread != pthread_self())
    }

    @Test func `what its closure holds is let go when it ends`() {
        final class Load: Sendable {}
        weak var held: Load?
        do {
            let load = Load()
            held = load
            let thread = WorkerThread(name: "holder") { _ = load }
            thread.join()
        }
        #expect(held == nil)
    }
}
