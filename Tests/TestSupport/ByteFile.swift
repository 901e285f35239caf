internal import Glibc

/// Whole files for tests; a file that cannot be read or written ends the test with its name.
package enum ByteFile {
    package static func read(_ path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        precondition(descriptor >= 0, "cannot read \(path)")
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            precondition(count >= 0, "cannot read \(path)")
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    package static func text(_ path: String) -> String {
        String(decoding: read(path), as: UTF8.self)
    }

    package static func write(_ bytes: [UInt8], to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        precondition(descriptor >= 0, "cannot write \(path)")
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let rest = Array(bytes[written...])
            let count = Glibc.write(descriptor, rest, rest.count)
            precondition(count > 0, "cannot write \(path)")
            written += count
        }
    }
}
