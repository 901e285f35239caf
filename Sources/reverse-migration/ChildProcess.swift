import CShims
import Glibc
import Synchronization

/// One child process: started, told to stop, waited for.
final class ChildProcess: Sendable {
    private let state = Mutex(State())

    private struct State {
        var identifier: pid_t?
        /// Told to end: from then on nothing is started.
        var isEnded = false
    }

    enum End: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case notStarted(Int32)
    }

    /// Starts the program and waits for its end. `stopWithParent` in the child wants this thread to live as long as it does.
    func run(_ arguments: [String]) -> End {
        var child = pid_t()
        let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        let error: Int32? = state.withLock { state in
            guard !state.isEnded else { return nil }
            let error = Self.spawn(&child, words)
            if error == 0 { state.identifier = child }
            return error
        }
        guard let error else { return .exited(0) }
        guard error == 0 else { return .notStarted(error) }
        return wait(for: child)
    }

    /// In a process group of its own, so that a Ctrl-C at the terminal reaches the parent alone, which stops its children in order.
    private static func spawn(_ child: inout pid_t, _ words: [UnsafeMutablePointer<CChar>?]) -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        guard let path = words[0] else { return ENOENT }
        return posix_spawn(&child, path, nil, &attributes, words, environ)
    }

    /// Where this program's file is.
    static var ownPath: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return count > 0
            ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : CommandLine.arguments[0]
    }

    private func wait(for child: pid_t) -> End {
        // The child stays a zombie, and so keeps its number, until the lock is held: no signal can hit a stranger.
        var information = siginfo_t()
        while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        var status: Int32 = 0
        state.withLock { state in
            state.identifier = nil
            while waitpid(child, &status, 0) < 0, errno == EINTR {}
        }
        let signalNumber = status & 0x7F
        return signalNumber == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signalNumber)
    }

    /// Ends the process with a signal, and every later try to start it.
    func end(_ signalNumber: Int32) {
        state.withLock { state in
            state.isEnded = true
            if let identifier = state.identifier { kill(identifier, signalNumber) }
        }
    }

    /// In the child: asks the kernel for a SIGTERM when the parent's thread ends.
    static func stopWithParent() {
        shims_stop_with_parent()
    }
}
