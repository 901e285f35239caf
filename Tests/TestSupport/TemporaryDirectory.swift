internal import Glibc

/// A directory of its own for a test, gone with its files when the test lets go of it.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() {
        // In memory where that is possible: the tests sync very often, and what a disk makes of it is not theirs to
        // test.
        let memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? memory
        var template = Array("\(base)/reverse-migration-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("cannot make a directory in \(base)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.removeFiles(in: path)
        rmdir(path)
    }

    package func path(of name: String) -> String { path + "/" + name }

    /// Names of all files, sorted.
    package var fileNames: [String] { Self.fileNames(in: path) }

    package func remove(_ name: String) { unlink(path(of: name)) }

    package func rename(_ name: String, to newName: String) { Glibc.rename(path(of: name), path(of: newName)) }

    /// Replaces what is here by copies of all files there.
    package func becomeCopy(of other: TemporaryDirectory) {
        Self.removeFiles(in: path)
        for name in other.fileNames { ByteFile.write(ByteFile.read(other.path(of: name)), to: path(of: name)) }
    }

    private static func removeFiles(in path: String) {
        for name in fileNames(in: path) where unlink(path + "/" + name) != 0 {
            removeFiles(in: path + "/" + name)
            rmdir(path + "/" + name)
        }
    }

    private static func fileNames(in path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
            )
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }
}
