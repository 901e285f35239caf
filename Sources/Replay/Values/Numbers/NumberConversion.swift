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
