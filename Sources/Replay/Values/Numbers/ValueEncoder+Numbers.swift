internal import MySQLClient

extension ValueEncoder {
    mutating func append(
        _ text: Span<UInt8>,
        _ conversion: NumberConversion,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        switch conversion {
        case .signed(let range):
            parameters.append(signed: try WholeNumber.signed(text, range, clamps))
        case .unsigned(let maximum):
            parameters.append(unsigned: try WholeNumber.unsigned(text, through: maximum, clamps))
        case .decimal(let place): try appendDecimal(text, place, clamps, to: &parameters)
        case .floating(let place):
            let number = try place.number(text, clamps)
            if place.isFloat {
                parameters.append(float: Float(number))
            } else {
                parameters.append(double: number)
            }
        case .boolean: parameters.append(unsigned: try Self.boolean(text))
        case .wholePart(let place): try appendWholePart(text, place, clamps, to: &parameters)
        case .bits(let maximum, let width):
            parameters.append(unsigned: try BitText.number(text, through: maximum, width: width, clamps))
        case .year: parameters.append(unsigned: try Self.year(text, clamps))
        case .money(let place):
            guard let digits = MoneyText.digits(text) else {
                throw ValueRefusal("it is no amount such as $1,234.56; set lc_monetary to C or en_US on the source")
            }
            try appendDecimal(digits.span, place, clamps, to: &parameters)
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

    /// A YEAR column has 0 and 1901 to 2155. As a number, for the text `0` would be the year 2000.
    private static func year(_ text: Span<UInt8>, _ clamps: Bool) throws(ValueRefusal) -> UInt64 {
        let year = try WholeNumber.unsigned(text, through: 2_155, clamps)
        guard year != 0, year < 1_901 else { return year }
        guard clamps else { throw ValueRefusal("a YEAR column has 0 and 1901 to 2155 only", .range) }
        return 1_901
    }

    private mutating func appendDecimal(
        _ text: Span<UInt8>,
        _ place: DecimalPlace,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        guard let digits = DecimalDigits(text) else {
            return try appendUnusualDecimal(text, place, clamps, to: &parameters)
        }
        if digits.isNegative, place.isUnsigned, !digits.isZero {
            guard clamps else { throw ValueRefusal("the number is negative and the column is not", .range) }
            return parameters.append(decimalText: [UInt8(ascii: "0")].span)
        }
        scratch.removeAll(keepingCapacity: true)
        if digits.fraction.count > place.scale {
            guard clamps else {
                throw ValueRefusal("it has more than \(place.scale) digits after the point", .digits)
            }
            digits.write(text, roundedTo: place.scale, to: &scratch)
        } else if digits.isPlain {
            guard digits.whole.count <= place.wholeDigits else {
                return try appendLargest(isNegative: digits.isNegative, place, clamps, to: &parameters)
            }
            return parameters.append(decimalText: text.extracting(..<digits.end))
        } else {
            digits.write(text, to: &scratch)
        }
        guard DecimalDigits(scratch.span).map({ $0.whole.count <= place.wholeDigits }) == true else {
            return try appendLargest(isNegative: digits.isNegative, place, clamps, to: &parameters)
        }
        parameters.append(decimalText: scratch.span)
    }

    /// Numbers with an exponent, and what is no number of MySQL's.
    private mutating func appendUnusualDecimal(
        _ text: Span<UInt8>,
        _ place: DecimalPlace,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        if let special = SpecialNumber(text) {
            guard clamps, case .infinity(let isNegative) = special else { throw special.refusal }
            return try appendLargest(isNegative: isNegative, place, clamps, to: &parameters)
        }
        guard let plain = ExponentText.plain(text) else { throw ValueRefusal("it is no decimal number") }
        try appendDecimal(plain.span, place, clamps, to: &parameters)
    }

    private mutating func appendLargest(
        isNegative: Bool,
        _ place: DecimalPlace,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        guard clamps else {
            throw ValueRefusal("it has more than \(place.wholeDigits) digits before the point", .range)
        }
        let nines = { (count: Int) in String(repeating: "9", count: count) }
        let whole = place.wholeDigits > 0 ? nines(place.wholeDigits) : "0"
        let fraction = place.scale > 0 ? "." + nines(place.scale) : ""
        let largest = isNegative && place.isUnsigned ? "0" : (isNegative ? "-" : "") + whole + fraction
        parameters.append(decimalText: largest.utf8Span.span)
    }

    private mutating func appendWholePart(
        _ text: Span<UInt8>,
        _ place: IntegerPlace,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        guard let digits = DecimalDigits(text) else {
            if let special = SpecialNumber(text) {
                guard clamps, case .infinity(let isNegative) = special else { throw special.refusal }
                // Beyond 64 bits, and so clamped to the column's end.
                let endless = (isNegative ? "-" : "") + String(repeating: "9", count: 30)
                return try appendInteger(endless.utf8Span.span, place, clamps, to: &parameters)
            }
            guard let plain = ExponentText.plain(text) else { throw ValueRefusal("it is no number") }
            return try appendWholePart(plain.span, place, clamps, to: &parameters)
        }
        guard digits.fraction.isEmpty || clamps else {
            throw ValueRefusal("it has digits after the point", .digits)
        }
        scratch.removeAll(keepingCapacity: true)
        digits.write(text, roundedTo: 0, to: &scratch)
        try appendInteger(scratch.span, place, clamps, to: &parameters)
    }

    private func appendInteger(
        _ text: Span<UInt8>,
        _ place: IntegerPlace,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        switch place {
        case .signed(let range): parameters.append(signed: try WholeNumber.signed(text, range, clamps))
        case .unsigned(let maximum):
            parameters.append(unsigned: try WholeNumber.unsigned(text, through: maximum, clamps))
        }
    }
}
