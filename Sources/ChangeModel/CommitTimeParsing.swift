extension CommitTime {
    /// Reads `YYYY-MM-DD HH:MM:SS[.ffffff][±HH[:MM[:SS]]]` (also with `T` and `Z`), UTC where no offset stands; nil for
    /// anything else. Source of the form: the server's `timestamptz` output in ISO style.
    package init?(_ text: Span<UInt8>) {
        var reader = DigitReader(offset: 0)
        guard let year = reader.number(4...6, in: text), reader.skip("-", in: text),
            let month = reader.number(2...2, in: text), reader.skip("-", in: text),
            let day = reader.number(2...2, in: text),
            let days = CivilDate(year: year, month: month, day: day).existingDaysSinceEpoch,
            reader.skip(" ", in: text) || reader.skip("T", in: text),
            let seconds = reader.clock(in: text),
            let fraction = reader.fraction(in: text),
            let offset = reader.zoneOffset(in: text),
            reader.offset == text.count
        else { return nil }
        let (whole, overflow) = Int64(days * 86_400 + seconds - offset).multipliedReportingOverflow(by: 1_000_000)
        let (microseconds, isTooLarge) = whole.addingReportingOverflow(Int64(fraction))
        guard !overflow, !isTooLarge else { return nil }
        self.init(microsecondsSinceEpoch: microseconds)
    }

    /// The same from a string, for what a user types.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span)
    }
}

/// Walks over digits and marks; every method moves on only when it matched.
private struct DigitReader {
    var offset: Int

    mutating func skip(_ mark: Unicode.Scalar, in text: Span<UInt8>) -> Bool {
        guard offset < text.count, text[offset] == UInt8(ascii: mark) else { return false }
        offset += 1
        return true
    }

    mutating func number(_ width: ClosedRange<Int>, in text: Span<UInt8>) -> Int? {
        var value = 0
        var digits = 0
        while digits < width.upperBound, offset + digits < text.count {
            let digit = text[offset + digits] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            value = value * 10 + Int(digit)
            digits += 1
        }
        guard width.contains(digits) else { return nil }
        offset += digits
        return value
    }

    /// `HH:MM:SS` in seconds.
    mutating func clock(in text: Span<UInt8>) -> Int? {
        guard let hours = number(2...2, in: text), hours < 24, skip(":", in: text),
            let minutes = number(2...2, in: text), minutes < 60, skip(":", in: text),
            let seconds = number(2...2, in: text), seconds <= 60
        else { return nil }
        return hours * 3600 + minutes * 60 + seconds
    }

    /// The fraction of a second in microseconds, 0 where none stands.
    mutating func fraction(in text: Span<UInt8>) -> Int? {
        guard skip(".", in: text) else { return 0 }
        let start = offset
        guard var value = number(1...6, in: text) else { return nil }
        for _ in (offset - start)..<6 { value *= 10 }
        return value
    }

    /// The zone's offset east of UTC in seconds, 0 where none stands.
    mutating func zoneOffset(in text: Span<UInt8>) -> Int? {
        if offset == text.count || skip("Z", in: text) { return 0 }
        let sign: Int
        if skip("+", in: text) { sign = 1 } else if skip("-", in: text) { sign = -1 } else { return nil }
        guard let hours = number(2...2, in: text), hours < 24 else { return nil }
        guard skip(":", in: text) else { return sign * hours * 3600 }
        guard let minutes = number(2...2, in: text), minutes < 60 else { return nil }
        guard skip(":", in: text) else { return sign * (hours * 3600 + minutes * 60) }
        guard let seconds = number(2...2, in: text), seconds < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60 + seconds)
    }
}
