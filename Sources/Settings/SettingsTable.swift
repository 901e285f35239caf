/// Every key that a configuration may have: the one place where options are declared and documented.
/// `config.yaml` and `docs/configuration.md` are compared with it by the tests.
package enum SettingsTable {
    package static let sections = [source, slot, target, spool, capture, replay, mapping, values, telemetry]

    static func section(named name: String) -> SettingsSection? {
        sections.first { $0.name == name }
    }
}
