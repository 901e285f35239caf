/// The normal form in which a pair of columns is compared: both sides are brought to one text, and two values are equal if their texts are.
///
/// Nothing here is shared with replay: a fault in how replay converts a value is to be found, not repeated.
enum ValueForm: Equatable, Sendable {
    /// Decimal digits with a sign.
    case integer
    /// Exactly as many digits after the point as the target's column has, or all of the source's where they are more.
    case decimal(scale: Int)
    /// 1 and 0.
    case boolean
    /// Binary digits from the first 1 on.
    case bits
    /// The text itself, byte for byte in UTF-8; `isPadded` texts lose the blanks at their end, `isLong` ones are hashed by themselves.
    case text(isLong: Bool, isPadded: Bool)
    /// Digits and lower-case letters, hyphens as the type writes them.
    case uuid
    /// The 16 bytes of a UUID in hexadecimal digits.
    case uuidBytes
    /// A hash of the bytes.
    case bytes
    case date
    /// A date that stands in a column with a time of day.
    case midnight
    /// Without the zeros that end a second's fraction, as are the next two.
    case time
    case moment
    /// In UTC.
    case momentInUTC
    /// An address of the internet, without a mask.
    case address
    /// The nearest 64-bit number; the servers write it differently, so it is compared here.
    case double
    /// A floating number of a column that keeps only so many digits after the point.
    case fixedDouble(digits: Int)
    /// Bits that stand in a column of bytes.
    case bitBytes
    /// A document, whatever the order of its keys, its blanks and its way to write a number; compared here.
    case json

    /// No SQL brings both sides to the same text: the values are fetched and compared in this process.
    var isLoose: Bool {
        switch self {
        case .double, .fixedDouble, .bitBytes, .json: true
        default: false
        }
    }

    /// The normal form of a loose value that a server sent, in ASCII.
    func normalized(_ text: String) -> String {
        switch self {
        case .double: DoubleNormalForm.text(of: text)
        case .fixedDouble(let digits): DoubleNormalForm.text(of: text, digits: digits)
        case .bitBytes: BitNormalForm.text(of: text)
        case .json: JSONNormalForm.text(of: text)
        default: text
        }
    }
}
