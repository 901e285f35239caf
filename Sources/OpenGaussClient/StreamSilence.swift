/// How long we have said nothing, for the reason of an end that the server does not explain.
///
/// What the server said last tells nothing: in the serial dialect an idle one is silent for hours, and well.
struct StreamSilence {
    private var lastSaid = Deadline.now
    /// How long the silence was that our last word ended. It may have come too late: the server hangs up while we sleep, and we learn of it
    /// only after that word.
    private var nanosecondsBefore: UInt64 = 0

    /// Well below the servers' usual 30 and 60 seconds, far above the second between two of our replies.
    private static let longSeconds: UInt64 = 5

    mutating func spoke() {
        let now = Deadline.now
        nanosecondsBefore = now - lastSaid
        lastSaid = now
    }

    func lost(_ reason: String) -> WireFailure {
        let nanoseconds = max(Deadline.now - lastSaid, nanosecondsBefore)
        return Self.lost(reason, silentSeconds: nanoseconds / 1_000_000_000)
    }

    static func lost(_ reason: String, silentSeconds: UInt64) -> WireFailure {
        let how = "it closed the connection without a word" + (reason.isEmpty ? "" : " (\(reason))")
        let why =
            silentSeconds < longSeconds
            ? "it crashed, was killed or the network failed"
            : "it had no reply from here for \(silentSeconds) s, so most likely logical_sender_timeout (wal_sender_timeout on PostgreSQL) ran out"
        return WireFailure(.connectionLost, "\(how): \(why)")
    }
}
