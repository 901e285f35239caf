import Settings

/// The two files that show the options, written from their declarations.
enum Documentation {
    private static let commentWidth = 110

    /// The whole of `config.yaml`.
    static var configuration: String {
        let head = """
            # The configuration of reverse-migration: every option with its default, or with an example where it must be
            # given. An option in a comment has no default. docs/configuration.md says more.

            """
        return ([head] + SettingsTable.sections.map(section)).joined(separator: "\n")
    }

    /// The table of a section in `docs/configuration.md`.
    static func table(of section: SettingsSection) -> String {
        let rows = section.options.map { option in
            "| `\(option.name)` | \(option.words) | \(standard(of: option)) | \(option.summary) |\n"
        }
        return "\n\(section.summary)\n\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n" + rows.joined() + "\n"
    }

    private static func section(_ section: SettingsSection) -> String {
        "# \(section.summary)\n\(section.name):\n" + section.options.compactMap(lines).joined()
    }

    private static func lines(of option: SettingsOption) -> String? {
        let line =
            switch option.presence {
            case .standard(let value): "\(option.name): \(value)"
            case .required(let example): "\(option.name): \(example)"
            case .optional(let example): "# \(option.name): \(example)"
            case .unused: ""
            }
        return line.isEmpty ? nil : comment(option.summary) + comment("Value: \(option.words).") + "  \(line)\n"
    }

    private static func comment(_ text: String) -> String {
        var lines = ["  #"]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + 1 + word.count > commentWidth { lines.append("  #") }
            lines[lines.count - 1] += " " + word
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func standard(of option: SettingsOption) -> String {
        switch option.presence {
        case .standard(let value): "`\(value)`"
        case .required: "must be given"
        case .optional, .unused: "none"
        }
    }
}
