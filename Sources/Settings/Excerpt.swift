/// A piece of the file as a message may show it: in quotes, on one line, of limited length.
struct Excerpt: CustomStringConvertible {
    static let characterCountMax = 40

    let description: String

    init(_ text: String) {
        let printable = text.unicodeScalars.prefix(Self.characterCountMax).map { scalar in
            Self.isPrintable(scalar) ? Character(scalar) : "?"
        }
        let isCut = text.unicodeScalars.count > Self.characterCountMax
        description = "\"\(String(printable))\(isCut ? "…" : "")\""
    }

    /// A key without a space after its colon carries its value, which may be a password: only the key is shown.
    init(key: String) {
        self.init(String(key.prefix { $0 != ":" && $0 != "=" }))
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true
        }
    }
}
