import Settings

/// Small configurations and the two ways to look at what becomes of them.
enum Sample {
    /// Everything that must be given and nothing else.
    static let minimal = """
        og_conn:
          host: source.example
          user: reader
          database: shop
        slot:
          name: back
        mysql:
          host: target.example
          user: writer
          database: shop

        """

    static func settings(
        _ text: String = minimal,
        environment: [String: String] = [:]
    ) throws(SettingsProblems) -> Settings {
        try SettingsFile.parse(Array(text.utf8), file: "config.yaml", environment: environment)
    }

    /// The problems of a text as the user would read them; empty for a good one.
    static func problems(_ text: String, environment: [String: String] = [:]) -> [String] {
        problems(Array(text.utf8), environment: environment)
    }

    static func problems(_ bytes: [UInt8], environment: [String: String] = [:]) -> [String] {
        do throws(SettingsProblems) {
            _ = try SettingsFile.parse(bytes, file: "config.yaml", environment: environment)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// The minimal configuration with one more line in a section.
    static func minimal(_ section: String, _ lines: String...) -> String {
        let inner = lines.map { "  \($0)\n" }.joined()
        let header = "\(section):\n"
        guard minimal.contains(header) else { return minimal + header + inner }
        return minimal.replacing(header, with: header + inner)
    }
}
