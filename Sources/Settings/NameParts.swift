/// A name of several parts as the file writes it, such as `public.orders`.
///
/// A part that holds a dot or a quote stands in double quotes or backquotes, and a quote inside is doubled: `"Weird.Schema"."Tab le"`.
package struct NameParts: Sendable {
    package struct Part: Sendable, Equatable {
        package let text: String
        /// Then nothing in it is a wildcard.
        package let isQuoted: Bool
    }

    package private(set) var parts: [Part] = []

    /// nil for what is no such name.
    init?(_ text: String) {
        var rest = Substring(text)
        while true {
            guard let part = Self.takePart(&rest), Self.isName(part.text) else { return nil }
            parts.append(part)
            guard let next = rest.popFirst() else { return }
            guard next == "." else { return nil }
        }
    }

    /// The part that `rest` begins with; what follows is empty or begins with what ended it.
    private static func takePart(_ rest: inout Substring) -> Part? {
        guard let quote = rest.first, quote == "\"" || quote == "`" else {
            let part = rest.prefix { $0 != "." && $0 != "\"" && $0 != "`" }
            rest = rest[part.endIndex...]
            let isTrim = part.first != " " && part.last != " "
            return isTrim ? Part(text: String(part), isQuoted: false) : nil
        }
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote {
                guard rest.first == quote else { return Part(text: text, isQuoted: true) }
                rest.removeFirst()
            }
            text.append(character)
        }
        return nil
    }

    /// Neither server has longer names, and none with control characters.
    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.unicodeScalars.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}
