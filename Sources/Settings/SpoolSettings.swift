/// Where the spool is and how it is written: section `spool`.
package struct SpoolSettings: Sendable, Equatable {
    /// Relative to the current directory, like a path on the command line.
    package var directory = "spool"
    package var segmentSizeMegabytes = 64
    /// 0 means that only the disk limits the spool.
    package var sizeLimitMegabytes = 0
    package var blockSizeKilobytes = 256
    package var flushIntervalMilliseconds = 10

    package init() {}
}
