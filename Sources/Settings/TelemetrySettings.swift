/// What is reported while the program runs: section `telemetry`.
package struct TelemetrySettings: Sendable, Equatable {
    package var progressIntervalSeconds = 10
    package var logLevel = LogLevel.info

    package init() {}
}
