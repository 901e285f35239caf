/// What a column of numbers takes, and what the source's text must be for it.
enum NumberConversion: Equatable, Sendable {
    /// Whole numbers into integers and BIT.
    case signed(ClosedRange<Int64>)
    case unsigned(through: UInt64)
    case boolean
    /// Bits into BIT and integers; the width is the column's, where a text of another length would come back otherwise.
    case bits(through: UInt64, width: Int?)
    case year
    /// Numbers with a fraction of zeros into integers.
    case wholePart(IntegerPlace)
    case decimal(DecimalPlace)
    case money(DecimalPlace)
    case floating(FloatingPlace)
}
