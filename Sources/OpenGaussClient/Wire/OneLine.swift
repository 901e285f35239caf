/// Text of a server for a log: line breaks become blanks, and what would steer a terminal is left out.
enum OneLine {
    static func of(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            line.drop { $0 == " " || $0 == "\t" }.unicodeScalars.filter { $0.properties.generalCategory != .control }
        }
        return lines.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    }
}
