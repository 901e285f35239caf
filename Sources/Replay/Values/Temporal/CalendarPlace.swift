/// Where a date of the source stands to MySQL's calendar, the years 0 to 9999.
enum CalendarPlace {
    case before, within, after

    /// nil for what is no date. The day itself is left to the server, which knows its months.
    init?(_ text: Span<UInt8>) {
        if text.count >= 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), Self.endsWithDigit(text) {
            self = .within
        } else if text.equals("infinity") {
            self = .after
        } else if text.equals("-infinity") || text.ends(with: " BC") {
            self = .before
        } else if text.count > 10, text[0] != UInt8(ascii: "-"), Self.hasLongYear(text), Self.endsWithDigit(text) {
            self = .after
        } else {
            return nil
        }
    }

    private static func endsWithDigit(_ text: Span<UInt8>) -> Bool {
        text[text.count - 1] &- UInt8(ascii: "0") <= 9
    }

    private static func hasLongYear(_ text: Span<UInt8>) -> Bool {
        var digits = 0
        while digits < text.count, text[digits] &- UInt8(ascii: "0") <= 9 { digits += 1 }
        return digits > 4 && digits < text.count && text[digits] == UInt8(ascii: "-")
    }
}
