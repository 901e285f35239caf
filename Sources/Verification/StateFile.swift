internal import Glibc

/// The file that keeps a comparison's state; replaced as a whole, so that a crash leaves the old one or the new one.
struct StateFile {
    private let path: String
    private static let limitBytes = 64 << 20

    init(path: String) {
        self.path = path
    }

    /// nil where there is none.
    func read() throws(VerificationError) -> VerificationState? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw OutputFile.failure("opening", path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < Self.limitBytes {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw OutputFile.failure("reading", path) }
            if count == 0 { break }
            bytes += piece[..<count]
        }
        guard let state = VerificationState(text: String(decoding: bytes, as: UTF8.self)) else {
            throw .state(path: path, reason: "holds no state of a comparison")
        }
        return state
    }

    func write(_ state: VerificationState) throws(VerificationError) {
        let new = path + ".new"
        let file = try OutputFile(path: new, continuingAt: nil)
        try file.append(state.text)
        try file.synchronize()
        guard rename(new, path) == 0 else { throw OutputFile.failure("replacing", path) }
    }

    /// The comparison is done: the next one begins anew.
    func remove() throws(VerificationError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw OutputFile.failure("removing", path) }
    }
}
