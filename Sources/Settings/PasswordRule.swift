/// Where the password of a server comes from: one key of the file at most, else the environment.
struct PasswordRule {
    let section: String
    let path: SettingsOption.Path<Secret>
    /// Looked at when the file says nothing.
    let variable: String

    static let source = PasswordRule(
        section: "og_conn",
        path: \.source.password,
        variable: "REVERSE_MIGRATION_SOURCE_PASSWORD"
    )
    static let target = PasswordRule(
        section: "mysql",
        path: \.target.password,
        variable: "REVERSE_MIGRATION_TARGET_PASSWORD"
    )

    func apply(to draft: inout SettingsDraft) {
        let given = ["password", "password_file", "password_env"]
            .compactMap { key in draft.places["\(section).\(key)"].map { (key: key, place: $0) } }
            .sorted { $0.place < $1.place }
        if let first = given.first {
            for other in given.dropFirst() {
                let sentence = "\(section) has \(first.key) on line \(first.place.line) already: keep one of the two."
                draft.refuse(other.place, sentence)
            }
        } else if let text = draft.environment[variable] {
            draft.settings[keyPath: path] = Secret(text)
        }
    }
}
