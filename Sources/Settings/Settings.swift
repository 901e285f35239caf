/// The checked configuration. A new value holds every default; `SettingsOption`s say what a file may change.
package struct Settings: Sendable, Equatable {
    package var source = SourceSettings()
    package var slot = SlotSettings()
    /// `slot.runnable_num` of the file: how many workers apply to the target side by side.
    package var replayWorkers = 4
    package var target = TargetSettings()
    package var spool = SpoolSettings()
    package var capture = CaptureSettings()
    package var replay = ReplaySettings()
    package var mapping = MappingSettings()
    package var values = ValuesSettings()
    package var telemetry = TelemetrySettings()
    package var notices: [SettingsNotice] = []

    package init() {}
}
