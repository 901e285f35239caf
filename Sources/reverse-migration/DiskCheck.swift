import Glibc
import Telemetry

/// Whether the spool's directory can be written, and how much room there is.
enum DiskCheck {
    /// Below this the next busy hour may fill the disk.
    private static let comfortableBytes: UInt64 = 1 << 30

    static func isWritable(_ directory: String) -> Bool {
        access(directory, W_OK | X_OK) == 0
    }

    static func finding(_ directory: String) -> Finding {
        // A directory that is not there yet is made where its parent can be written.
        let place = access(directory, F_OK) == 0 ? directory : parent(of: directory)
        guard access(place, W_OK | X_OK) == 0 else {
            let remedy = "mkdir -p \(directory) && chown $(whoami) \(directory)"
            return Finding(.problem, "spool", "\(place) cannot be written", remedy: remedy)
        }
        var status = statvfs()
        guard statvfs(place, &status) == 0 else {
            return Finding(.warning, "spool", "how much room \(place) has cannot be found out")
        }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let isLow = free < comfortableBytes
        return Finding(
            isLow ? .warning : .ok,
            "spool",
            "\(directory) has \(free >> 20) MB of room"
                + (isLow ? ": when it is full, capture waits and the source keeps its log" : "")
        )
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
