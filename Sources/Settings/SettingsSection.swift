/// A section of the file and the options that may stand in it.
package struct SettingsSection: Sendable {
    package let name: String
    package let summary: String
    package let options: [SettingsOption]

    var requiredKeys: [String] {
        options.filter(\.isRequired).map(\.name)
    }

    func option(named key: String) -> SettingsOption? {
        options.first { $0.name == key }
    }
}
