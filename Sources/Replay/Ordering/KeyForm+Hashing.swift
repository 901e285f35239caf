internal import MySQLClient

extension KeyForm {
    /// Adds the value's form; false where the value has none, so that nobody knows what it equals. NULL and collated texts are the caller's.
    func add(_ value: ParameterValue, of list: borrowing ParameterList, to hasher: inout KeyHasher) -> Bool {
        let storage = list.storage.span
        switch value.kind {
        case .null: return false
        case .signed: return addWhole(Int64(bitPattern: value.payload), to: &hasher)
        case .unsigned: return addWhole(value.payload, to: &hasher)
        case .double: return addFloating(Double(bitPattern: value.payload), to: &hasher)
        case .float:
            return addFloating(Double(Float(bitPattern: UInt32(truncatingIfNeeded: value.payload))), to: &hasher)
        case .decimal, .text, .bytes, .temporal:
            let start = Int(value.payload)
            return add(storage.extracting(start..<(start + Int(value.byteCount))), to: &hasher)
        }
    }

    private func addWhole(_ number: some FixedWidthInteger, to hasher: inout KeyHasher) -> Bool {
        switch self {
        case .number:
            Self.addWhole(isNegative: number < 0, magnitude: UInt64(number.magnitude), to: &hasher)
        case .float, .double:
            return addFloating(Double(number), to: &hasher)
        default:
            hasher.add(UInt64(truncatingIfNeeded: number))
        }
        return true
    }

    private static func addWhole(isNegative: Bool, magnitude: UInt64, to hasher: inout KeyHasher) {
        hasher.add(isNegative ? 1 : 0)
        hasher.add(magnitude)
    }

    /// A float that goes into a DOUBLE and one that goes into a FLOAT are the same number only after rounding.
    private func addFloating(_ number: Double, to hasher: inout KeyHasher) -> Bool {
        switch self {
        case .float: hasher.add(UInt64((Float(number) == 0 ? 0 : Float(number)).bitPattern))
        case .double: hasher.add((number == 0 ? 0 : number).bitPattern)
        default: return false
        }
        return true
    }

    private func add(_ text: Span<UInt8>, to hasher: inout KeyHasher) -> Bool {
        switch self {
        case .number: return Self.addNumber(text, to: &hasher)
        case .exactText: hasher.add(text.extracting(0..<Self.count(of: text, without: UInt8(ascii: " "))))
        case .bytes: hasher.add(text.extracting(0..<Self.count(of: text, without: 0)))
        case .caselessText: Self.addCaseless(text, to: &hasher)
        case .date, .time, .datetime: addTemporal(text, to: &hasher)
        case .float, .double, .collated: return false
        }
        return true
    }

    /// How long the text is without what fills it up at its end.
    private static func count(of text: Span<UInt8>, without padding: UInt8) -> Int {
        var count = text.count
        while count > 0, text[count - 1] == padding { count -= 1 }
        return count
    }

    private static func addCaseless(_ text: Span<UInt8>, to hasher: inout KeyHasher) {
        for index in 0..<text.count where text[index] != UInt8(ascii: "-") {
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[index])
            hasher.add(UInt64(isUpper ? text[index] | 0x20 : text[index]))
        }
    }

    /// Digits with a sign and a point: zeros that mean nothing are left out, and a whole number is the same as one that was bound as such.
    private static func addNumber(_ text: Span<UInt8>, to hasher: inout KeyHasher) -> Bool {
        let zero = UInt8(ascii: "0")
        var start = 0
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        if isNegative || (text.count > 0 && text[0] == UInt8(ascii: "+")) { start = 1 }
        while start < text.count, text[start] == zero { start += 1 }
        var point = text.count
        var magnitude: UInt64 = 0
        var isLarge = false
        for index in start..<max(start, text.count) {
            if text[index] == UInt8(ascii: "."), point == text.count {
                point = index
                continue
            }
            let digit = text[index] &- zero
            guard digit <= 9 else { return false }
            guard point == text.count, !isLarge else { continue }
            let (shifted, isTooLarge) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = shifted.addingReportingOverflow(UInt64(digit))
            isLarge = isTooLarge || overflows
            magnitude = sum
        }
        var end = text.count
        if point < text.count {
            while end > point + 1, text[end - 1] == zero { end -= 1 }
            if end == point + 1 { end = point }
        }
        let isWhole = end <= point
        if isWhole, !isLarge {
            addWhole(isNegative: isNegative && magnitude != 0, magnitude: magnitude, to: &hasher)
        } else {
            hasher.add(isNegative ? 1 : 0)
            hasher.add(text.extracting(start..<max(start, end)))
        }
        return true
    }

    /// Zeros at the end of a second's fraction are left out, and a day alone is its midnight where the column has a time.
    private func addTemporal(_ text: Span<UInt8>, to hasher: inout KeyHasher) {
        var end = text.count
        var hasPoint = false
        for index in 0..<text.count where text[index] == UInt8(ascii: ".") { hasPoint = true }
        if hasPoint {
            while end > 0, text[end - 1] == UInt8(ascii: "0") { end -= 1 }
            if end > 0, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        }
        let midnight: StaticString = " 00:00:00"
        if self == .datetime, end == 10 {
            var whole: [UInt8] = []
            for index in 0..<end { whole.append(text[index]) }
            midnight.withUTF8Buffer { whole.append(contentsOf: $0) }
            hasher.add(whole.span)
        } else {
            hasher.add(text.extracting(0..<end))
        }
    }
}
