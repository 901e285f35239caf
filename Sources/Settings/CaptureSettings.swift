/// How changes travel from the source to the spool: section `capture`.
package struct CaptureSettings: Sendable, Equatable {
    package var queueMegabytes = 32
    package var feedbackIntervalMilliseconds = 1000
    package var reconnectDelayMaxSeconds = 30
    /// `schema.table`
    package var heartbeatTable: String?
    package var heartbeatIntervalSeconds = 10

    package init() {}
}
