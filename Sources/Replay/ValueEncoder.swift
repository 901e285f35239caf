internal import Glibc
internal import MySQLClient

/// Turns the texts of values into parameters, or refuses what the target would change.
struct ValueEncoder {
    /// For texts that must be rewritten; kept to save allocations.
    private var scratch: [UInt8] = []

    mutating func append(
        _ text: Span<UInt8>,
        _ encoding: ValueEncoding,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        switch encoding {
        case .signed: parameters.append(signed: try Self.signed(text))
        case .unsigned: parameters.append(unsigned: try Self.unsigned(text))
        case .decimal(let scale): try appendDecimal(text, scale, to: &parameters)
        case .wholeNumber(let isUnsigned): try appendWholeNumber(text, isUnsigned, to: &parameters)
        case .float: parameters.append(float: try Self.float(text))
        case .double: parameters.append(double: try Self.double(text))
        case .doubleWithin(let digits):
            try Self.requireDigits(text, atMost: digits)
            parameters.append(double: try Self.double(text))
        case .floatWithin(let digits):
            try Self.requireDigits(text, atMost: digits)
            parameters.append(float: try Self.float(text))
        case .boolean: parameters.append(unsigned: try Self.boolean(text))
        case .text, .json: parameters.append(text: text)
        case .paddedText: parameters.append(text: text.extracting(0..<Self.lengthWithoutPadding(text)))
        case .textInChar:
            guard Self.lengthWithoutPadding(text) == text.count else {
                throw ValueRefusal("it ends with blanks, which a CHAR column does not keep")
            }
            parameters.append(text: text)
        case .choice(let members):
            guard members.keeps(text) else {
                throw ValueRefusal("it is none of the words that the column keeps as they are")
            }
            parameters.append(text: text)
        case .hexBytes(let count): try appendBytes(text, count, to: &parameters)
        case .date:
            try Self.requireCalendarDate(text)
            parameters.append(temporalText: text)
        case .time(let precision): try appendTime(text, precision, to: &parameters)
        case .timestamp(let precision):
            try Self.requireCalendarDate(text)
            try appendTime(text, precision, to: &parameters)
        case .timestampWithZone(let precision):
            let inUTC = try TimestampInUTC.text(text)
            try appendTime(inUTC.span, precision, to: &parameters)
        }
    }

    private static func signed(_ text: Span<UInt8>) throws(ValueRefusal) -> Int64 {
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        let magnitude = try digits(text, from: isNegative ? 1 : 0)
        guard let value = Int64(exactly: magnitude) else {
            // The least number's magnitude is one more than the greatest's.
            guard isNegative, magnitude == UInt64(Int64.max) + 1 else { throw ValueRefusal("the number is too large") }
            return .min
        }
        return isNegative ? -value : value
    }

    private static func unsigned(_ text: Span<UInt8>) throws(ValueRefusal) -> UInt64 {
        guard text.count > 0, text[0] != UInt8(ascii: "-") else {
            throw ValueRefusal("the number is negative and the column is unsigned")
        }
        return try digits(text, from: 0)
    }

    private static func digits(_ text: Span<UInt8>, from start: Int) throws(ValueRefusal) -> UInt64 {
        guard start < text.count else { throw ValueRefusal("it is no number") }
        var value: UInt64 = 0
        for index in start..<text.count {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { throw ValueRefusal("it is no whole number") }
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.addingReportingOverflow(UInt64(digit))
            guard !tooLarge, !overflow else { throw ValueRefusal("the number is too large") }
            value = sum
        }
        return value
    }

    /// Servers in the A and PG modes leave out the zero before the point.
    private mutating func appendDecimal(
        _ text: Span<UInt8>,
        _ scale: Int,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        scratch.removeAll(keepingCapacity: true)
        var fractionDigits = 0
        var lastSignificant = 0
        var hasPoint = false
        for index in 0..<text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "."), scratch.isEmpty || scratch == [UInt8(ascii: "-")] {
                scratch.append(UInt8(ascii: "0"))
            }
            if hasPoint {
                fractionDigits += 1
                if byte != UInt8(ascii: "0") { lastSignificant = fractionDigits }
            }
            hasPoint = hasPoint || byte == UInt8(ascii: ".")
            scratch.append(byte)
        }
        guard DecimalText.isExact(scratch.span) else {
            throw ValueRefusal("it is no decimal number of at most 81 digits (NaN and Infinity have no place in MySQL)")
        }
        guard lastSignificant <= scale else { throw ValueRefusal("it has more than \(scale) digits after the point") }
        parameters.append(decimalText: scratch.span)
    }

    private mutating func appendWholeNumber(
        _ text: Span<UInt8>,
        _ isUnsigned: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        var end = text.count
        for index in 0..<text.count where text[index] == UInt8(ascii: ".") {
            end = index
            for rest in (index + 1)..<max(text.count, index + 1) where text[rest] != UInt8(ascii: "0") {
                throw ValueRefusal("it has digits after the point")
            }
            break
        }
        let whole = text.extracting(0..<end)
        if isUnsigned {
            parameters.append(unsigned: try Self.unsigned(whole))
        } else {
            parameters.append(signed: try Self.signed(whole))
        }
    }

    private static func double(_ text: Span<UInt8>) throws(ValueRefusal) -> Double {
        var end: UnsafeMutablePointer<CChar>?
        let (number, parsedBytes) = terminated(text).withUnsafeBufferPointer { buffer -> (Double, Int) in
            guard let start = buffer.baseAddress else { return (.nan, 0) }
            let number = strtod(start, &end)
            return (number, end.map { UnsafePointer($0) - start } ?? 0)
        }
        guard parsedBytes == text.count, text.count > 0 else { throw ValueRefusal("it is no number") }
        guard number.isFinite else {
            throw ValueRefusal("NaN, Infinity and numbers beyond the type have no place in MySQL")
        }
        guard number != 0 || spellsZero(text) else { throw ValueRefusal("it is smaller than a DOUBLE can tell from 0") }
        return number
    }

    /// Parsed as a float at once: by way of a double it would be rounded twice.
    private static func float(_ text: Span<UInt8>) throws(ValueRefusal) -> Float {
        _ = try double(text)
        let number = terminated(text).withUnsafeBufferPointer { $0.baseAddress.map { strtof($0, nil) } ?? .nan }
        guard number.isFinite else { throw ValueRefusal("it is larger than a FLOAT") }
        guard number != 0 || spellsZero(text) else { throw ValueRefusal("it is smaller than a FLOAT can tell from 0") }
        return number
    }

    /// Whether no digit before the exponent is other than 0.
    private static func spellsZero(_ text: Span<UInt8>) -> Bool {
        for index in 0..<text.count {
            switch text[index] {
            case UInt8(ascii: "1")...UInt8(ascii: "9"): return false
            case UInt8(ascii: "e"), UInt8(ascii: "E"): return true
            default: break
            }
        }
        return true
    }

    /// With the zero at the end that the C functions want.
    private static func terminated(_ text: Span<UInt8>) -> [CChar] {
        var buffer: [CChar] = []
        buffer.reserveCapacity(text.count + 1)
        for index in 0..<text.count { buffer.append(CChar(bitPattern: text[index])) }
        buffer.append(0)
        return buffer
    }

    /// Counts significant digits: what stands before them and behind them are zeros.
    private static func requireDigits(_ text: Span<UInt8>, atMost limit: Int) throws(ValueRefusal) {
        var significant = 0
        var pendingZeros = 0
        for index in 0..<text.count {
            switch text[index] {
            case UInt8(ascii: "0"): if significant > 0 { pendingZeros += 1 }
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                significant += pendingZeros + 1
                pendingZeros = 0
            default: break
            }
        }
        guard significant <= limit else {
            throw ValueRefusal("it has more than \(limit) significant digits, which is all that the column holds")
        }
    }

    /// `t` and `f`; dolphin's `1` and `0`.
    private static func boolean(_ text: Span<UInt8>) throws(ValueRefusal) -> UInt64 {
        guard text.count == 1 else { throw ValueRefusal("it is no boolean") }
        switch text[0] {
        case UInt8(ascii: "t"), UInt8(ascii: "1"): return 1
        case UInt8(ascii: "f"), UInt8(ascii: "0"): return 0
        default: throw ValueRefusal("it is no boolean")
        }
    }

    private static func lengthWithoutPadding(_ text: Span<UInt8>) -> Int {
        var length = text.count
        while length > 0, text[length - 1] == UInt8(ascii: " ") { length -= 1 }
        return length
    }

    private mutating func appendBytes(
        _ text: Span<UInt8>,
        _ count: Int?,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        guard text.count >= 2, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x"), text.count.isMultiple(of: 2)
        else { throw ValueRefusal("it is not in the form \\x…; set bytea_output to hex on the source") }
        scratch.removeAll(keepingCapacity: true)
        scratch.reserveCapacity(text.count / 2 - 1)
        var index = 2
        while index < text.count {
            guard let high = Self.hexadecimal(text[index]), let low = Self.hexadecimal(text[index + 1]) else {
                throw ValueRefusal("it has a byte that is not hexadecimal")
            }
            scratch.append(high << 4 | low)
            index += 2
        }
        if let count, scratch.count < count {
            throw ValueRefusal("it has \(scratch.count) bytes, and the column would pad it to \(count)")
        }
        parameters.append(bytes: scratch.span)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// MySQL's calendar has the years 0 to 9999; infinity and BC are words of the source alone.
    private static func requireCalendarDate(_ text: Span<UInt8>) throws(ValueRefusal) {
        let isDate = text.count >= 10 && text[4] == UInt8(ascii: "-") && text[7] == UInt8(ascii: "-")
        let hasWords = text.count > 0 && text[text.count - 1] &- UInt8(ascii: "0") > 9
        guard isDate, !hasWords else {
            throw ValueRefusal("MySQL has no infinity, no years before Christ and none after 9999")
        }
    }

    /// The server would round digits that the column does not keep, without a word.
    private mutating func appendTime(
        _ text: Span<UInt8>,
        _ precision: Int,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        var point = text.count
        for index in 0..<text.count where text[index] == UInt8(ascii: ".") { point = index }
        var end = text.count
        while end > point, text[end - 1] == UInt8(ascii: "0") { end -= 1 }
        guard end - point - 1 <= precision else {
            throw ValueRefusal("it has more than \(precision) digits of a second's fraction")
        }
        parameters.append(temporalText: text)
    }
}
