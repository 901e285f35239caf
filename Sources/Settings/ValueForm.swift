/// What the value of an option may look like: in words, and as the two directions between file and `Settings`.
package struct ValueForm<Value: Sendable>: Sendable {
    /// Completes the sentence "must be …" and stands in the documentation.
    let words: String
    /// Nil, and a finding in the draft, for a value that is not of this form.
    let read: @Sendable (SettingsValue, inout SettingsDraft) -> Value?
    /// The value as a file would give it.
    let write: @Sendable (Value) -> String
}

extension ValueForm {
    /// A form of a single value, told by its text. The text is repeated in a message, so this is not for passwords.
    init(
        _ words: String,
        write: @escaping @Sendable (Value) -> String,
        parse: @escaping @Sendable (YAMLScalar) -> Value?
    ) {
        self.words = words
        self.write = write
        read = { value, draft in
            guard let scalar = draft.scalar(of: value) else { return nil }
            if let parsed = parse(scalar) { return parsed }
            let unquoted = YAMLScalar(text: scalar.text, isPlain: true)
            let contrast = parse(unquoted) == nil ? "not \(Excerpt(scalar.text))" : "without quotes"
            let advice = scalar.text.contains("//") ? " A comment begins with a blank and #." : ""
            draft.refuse(value.node.place, "\(value.name) must be \(words), \(contrast).\(advice)")
            return nil
        }
    }

    /// The same form for an option that has no default.
    var optional: ValueForm<Value?> {
        ValueForm<Value?>(
            words: words,
            read: { value, draft in read(value, &draft).map(Optional.some) },
            write: { $0.map(write) ?? "" }
        )
    }
}

extension ValueForm where Value: FixedWidthInteger {
    static func whole(_ range: ClosedRange<Value>, _ unit: Unit? = nil) -> Self {
        let unitWords = unit.map { " (\($0))" } ?? ""
        let words = "a whole number from \(range.lowerBound) to \(range.upperBound)\(unitWords)"
        return ValueForm(words, write: { String($0) }) { scalar in
            guard scalar.isPlain, isDecimal(scalar.text), let number = Value(scalar.text) else { return nil }
            return range.contains(number) ? number : nil
        }
    }

    /// A leading zero is refused because YAML reads such a number as octal and people as decimal.
    private static func isDecimal(_ text: String) -> Bool {
        text == "0" || text.first != "0" && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}

extension ValueForm where Value == Bool {
    static var flag: Self {
        ValueForm("true or false", write: { String($0) }) { scalar in
            guard scalar.isPlain else { return nil }
            switch scalar.text.lowercased() {
            case "true", "on", "yes": return true
            case "false", "off", "no": return false
            default: return nil
            }
        }
    }
}

extension ValueForm where Value: CaseIterable & RawRepresentable<String> {
    static var choice: Self {
        let names = Value.allCases.map(\.rawValue)
        return ValueForm("one of " + names.joined(separator: ", "), write: { $0.rawValue }) { scalar in
            Value(rawValue: scalar.text)
        }
    }
}
