/// What to say about a key or a section that does not exist: which one was meant, or where it belongs.
enum UnknownName {
    static func sentence(section name: String) -> String {
        let names = SettingsTable.sections.map(\.name)
        let advice =
            if let nearest = NearestName.nearest(to: name, among: names) {
                "did you mean \(nearest)?"
            } else if let home = home(of: name) {
                "the key \(name) belongs under \(home), indented."
            } else {
                "the sections are \(names.joined(separator: ", "))."
            }
        return "There is no section \(Excerpt(key: name)): \(advice)"
    }

    static func sentence(key name: String, in section: SettingsSection) -> String {
        let names = section.options.map(\.name)
        let nearest = NearestName.nearest(to: name, among: names)
        let advice =
            if name.contains(":") {
                "a space must follow the colon of a key."
            } else if let home = home(of: name) {
                "it belongs in \(home)."
            } else if let nearest {
                "did you mean \(nearest)?"
            } else {
                "the keys are \(names.joined(separator: ", "))."
            }
        return "\(section.name) has no key \(Excerpt(key: name)): \(advice)"
    }

    /// The sections that have this very key.
    private static func home(of key: String) -> String? {
        let homes = SettingsTable.sections.filter { $0.option(named: key) != nil }.map(\.name)
        return homes.isEmpty ? nil : homes.joined(separator: " or ")
    }
}
