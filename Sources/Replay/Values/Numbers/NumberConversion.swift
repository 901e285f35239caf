/// What a column of numbers takes, and what the source's text must be for it.
enum NumberConversion: Equatable, Sendable {
    /// Whole numbers into integers.
    case signed(ClosedRange<Int64>)
    case unsigned(through: UInt64)
    /// Whole numbers into BIT, which is no different but for LOAD DATA.
    case bit(through: UInt64)
    case boolean(isBit: Bool)
    /// Bits into BIT and integers; the width is the column's, where a text of another length would come back otherwise.
    case bits(through: UInt64, width: Int?, isBit: Bool)
    case year
    /// Numbers with a fraction of zeros into integers.
    case wholePart(IntegerPlace)
    case decimal(DecimalPlace)
    case money(DecimalPlace)
    case floating(FloatingPlace)
}

/// The numbers that an integer column holds.
enum IntegerPlace: Equatable, Sendable {
    case signed(ClosedRange<Int64>)
    case unsigned(through: UInt64)

    init(bits: Int, isUnsigned: Bool) {
        if isUnsigned {
            self = .unsigned(through: UInt64.max >> (64 - bits))
        } else {
            self = .signed((Int64.min >> (64 - bits))...(Int64.max >> (64 - bits)))
        }
    }
}

/// The digits that a DECIMAL column holds.
struct DecimalPlace: Equatable, Sendable {
    let wholeDigits: Int
    let scale: Int
    let isUnsigned: Bool
}

/// What a FLOAT or DOUBLE column holds of the source's numbers.
struct FloatingPlace: Equatable, Sendable {
    let isFloat: Bool
    /// The significant digits that the type keeps of any decimal number: for exact numbers of the source.
    var significantDigits: Int?
    /// A double for a FLOAT must be one of its numbers.
    var isNarrowed = false
    /// FLOAT(M,D): digits in all and after the point.
    var declared: Declared?
    var isUnsigned = false

    struct Declared: Equatable, Sendable {
        let digits: Int
        let scale: Int
    }
}
