/// How long nothing was heard and nothing was said, for the reason of an end that the server does not explain.
struct StreamSilence {
    private var lastHeard = Deadline.now
    private var lastSaid = Deadline.now

    /// Well below the servers' usual 30 and 60 seconds, far above the second between two keepalives.
    private static let longSeconds: UInt64 = 10

    mutating func heard() { lastHeard = Deadline.now }
    mutating func spoke() { lastSaid = Deadline.now }

    func lost(_ reason: String) -> WireFailure {
        let now = Deadline.now
        return Self.lost(reason, silentSeconds: (now - min(lastHeard, lastSaid)) / 1_000_000_000)
    }

    static func lost(_ reason: String, silentSeconds: UInt64) -> WireFailure {
        let how = "it closed the connection without a word" + (reason.isEmpty ? "" : " (\(reason))")
        let why =
            silentSeconds < longSeconds
            ? "it crashed, was killed or the network failed"
            : "one side was silent for \(silentSeconds) s, so most likely logical_sender_timeout (wal_sender_timeout on PostgreSQL) ran out"
        return WireFailure(.connectionLost, "\(how): \(why)")
    }
}
