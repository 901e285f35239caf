/// The configuration while a file is read into it, and all that was found on the way.
package struct SettingsDraft {
    var settings = Settings()
    let environment: [String: String]
    private(set) var findings: [Finding]
    /// Sentences about things that do not keep the configuration from being used.
    private(set) var remarks: [String] = []
    /// Where each option that the file gives stands, by section and key.
    private(set) var places: [String: FilePlace] = [:]
    private var unusedKeys: [String] = []

    init(environment: [String: String], findings: [Finding] = []) {
        self.environment = environment
        self.findings = findings
    }

    var fileHoldsPassword: Bool {
        [PasswordRule.source, .target].contains { rule in
            places["\(rule.section).password"] != nil && !settings[keyPath: rule.path].isEmpty
        }
    }

    mutating func refuse(_ place: FilePlace, _ sentence: String) {
        findings.append(Finding(place: place, sentence: sentence))
    }

    mutating func remark(_ sentence: String) {
        remarks.append(sentence)
    }

    mutating func note(_ name: String, at place: FilePlace) {
        places[name] = place
    }

    mutating func noteUnused(_ value: SettingsValue) {
        unusedKeys.append("\(value.name) (line \(value.place.line))")
    }

    /// One remark for all the keys that meant something to the original tool's Java driver only.
    mutating func remarkUnusedKeys() {
        guard !unusedKeys.isEmpty else { return }
        let verb = unusedKeys.count == 1 ? "has" : "have"
        remark("\(unusedKeys.joined(separator: ", ")) \(verb) no meaning for this program and may be removed.")
    }

    /// The single text of an option; nil, and a finding, for anything else.
    mutating func scalar(of value: SettingsValue) -> YAMLScalar? {
        scalar(value.node, of: value)
    }

    /// A text inside the value of an option, such as an entry of its list.
    mutating func scalar(_ node: YAMLNode, of value: SettingsValue) -> YAMLScalar? {
        switch node.content {
        case .refused:
            return nil
        case .sequence, .mapping:
            refuse(node.place, "\(value.name) takes a single value here, not a list or a section.")
            return nil
        case .scalar(let scalar) where scalar.isNothing:
            refuse(node.place, "\(value.name) has no value: write one after the colon, or remove the line.")
            return nil
        case .scalar(let scalar):
            return scalar
        }
    }
}
