/// Literals and names for the small statements that are written for the source.
package enum SourceQuoting {
    /// `text` as an SQL literal.
    package static func literal(_ text: String) -> String {
        "'" + doubling("'", in: text) + "'"
    }

    /// `name` as a quoted identifier.
    package static func identifier(_ name: String) -> String {
        "\"" + doubling("\"", in: name) + "\""
    }

    /// By scalars, not by characters: a quote and a combining mark behind it are one character, and would be missed.
    private static func doubling(_ quote: Unicode.Scalar, in text: String) -> String {
        var doubled = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == quote { doubled.append(quote) }
            doubled.append(scalar)
        }
        return String(doubled)
    }
}
