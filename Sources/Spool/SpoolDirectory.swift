internal import ChangeModel
internal import Glibc

/// The directory of a spool: which segments it holds, in order.
package struct SpoolDirectory: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    package func path(of name: SegmentFileName) -> String {
        path + "/" + name.text
    }

    /// All segments, by their start. An open one beside a sealed one of the same start is an old copy of it, and left
    /// out.
    package func segments() throws(SpoolError) -> [SegmentFileName] {
        let names = try fileNames().compactMap { SegmentFileName($0) }
        let sealed = Set(names.filter { $0.state == .sealed }.map(\.start))
        return names.filter { $0.state == .sealed || !sealed.contains($0.start) }.sorted { $0.start < $1.start }
    }

    func fileNames() throws(SpoolError) -> [String] {
        guard let stream = opendir(path) else {
            throw errno == ENOENT ? .empty(directory: path) : FileDescriptor.failure("listing", path)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
            )
        }
        return names
    }

    /// The file's size in bytes; nil when it is gone.
    package func size(of name: SegmentFileName) -> UInt64? {
        var status = stat()
        return stat(path(of: name), &status) == 0 ? UInt64(status.st_size) : nil
    }

    /// Which file the name stands for at the moment; nil when there is none.
    func inode(of name: SegmentFileName) -> UInt64? {
        var status = stat()
        return stat(path(of: name), &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// Bytes of all segments together.
    package func totalBytes() throws(SpoolError) -> UInt64 {
        try segments().reduce(0) { $0 + (size(of: $1) ?? 0) }
    }

    /// Makes the directory where it is missing.
    func create() throws(SpoolError) {
        if mkdir(path, 0o750) == 0 { return try SpoolDirectory(path: path + "/..").synchronize() }
        guard errno == EEXIST else { throw FileDescriptor.failure("making the directory", path) }
    }

    /// Makes names durable: a file that was made or renamed is safe only after this.
    func synchronize() throws(SpoolError) {
        let directory = try FileDescriptor(path: path, flags: O_RDONLY | O_DIRECTORY)
        try directory.synchronizeDirectory()
    }

    func rename(_ old: SegmentFileName, to new: SegmentFileName) throws(SpoolError) {
        guard Glibc.rename(path(of: old), path(of: new)) == 0 else {
            throw FileDescriptor.failure("renaming", path(of: old))
        }
        try synchronize()
    }

    func remove(_ name: SegmentFileName) throws(SpoolError) {
        guard unlink(path(of: name)) == 0 else { throw FileDescriptor.failure("removing", path(of: name)) }
        try synchronize()
    }
}
