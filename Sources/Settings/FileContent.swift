import Glibc

/// All bytes of a file of limited size, and who else may read it.
struct FileContent {
    let bytes: [UInt8]
    let isReadableByOthers: Bool

    init(path: String, byteCountMax: Int) throws(FileRefusal) {
        guard !path.utf8.contains(0) else { throw FileRefusal(reason: "cannot exist: its name has a NUL in it") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastError }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .lastError }
        isReadableByOthers = status.st_mode & 0o044 != 0
        bytes = try Self.read(descriptor, byteCountMax: byteCountMax)
    }

    private static func read(_ descriptor: Int32, byteCountMax: Int) throws(FileRefusal) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65536)
        while bytes.count <= byteCountMax {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .lastError }
            if count == 0 { return bytes }
            bytes.append(contentsOf: block[..<count])
        }
        throw FileRefusal(reason: "is larger than \(byteCountMax) bytes")
    }
}
