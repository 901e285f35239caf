/// Literals and names for the small statements that are built as text. Row values are bound, never quoted.
package enum SQLQuoting {
    /// `text` as a string literal that means the same under every `sql_mode`.
    package static func literal(_ text: String) -> String {
        // A backslash is an escape or is not, by NO_BACKSLASH_ESCAPES: hexadecimal digits have no such doubt.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 < 0x20 }) else {
            return "'" + doubling("'", in: text) + "'"
        }
        return "_utf8mb4 X'" + text.utf8.map(hexadecimal).joined() + "'"
    }

    /// `name` as an identifier, whatever characters it holds.
    package static func identifier(_ name: String) -> String {
        "`" + doubling("`", in: name) + "`"
    }

    /// By scalars, not by characters: a combining mark after a quote makes one character of both, and it would be missed.
    private static func doubling(_ quote: Unicode.Scalar, in text: String) -> String {
        var doubled = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == quote { doubled.append(quote) }
            doubled.append(scalar)
        }
        return String(doubled)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

extension MySQLConnection {
    package func quoted(_ text: String) -> String { SQLQuoting.literal(text) }

    package static func quotedIdentifier(_ name: String) -> String { SQLQuoting.identifier(name) }
}
