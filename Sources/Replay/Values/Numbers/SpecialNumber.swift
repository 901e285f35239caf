/// What the source's numbers can be and MySQL's cannot.
enum SpecialNumber {
    case notANumber
    case infinity(isNegative: Bool)

    init?(_ text: Span<UInt8>) {
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        let word = text.extracting((isNegative ? 1 : 0)...)
        if word.equals("Infinity") || word.equals("inf") {
            self = .infinity(isNegative: isNegative)
        } else if word.equals("NaN"), !isNegative {
            self = .notANumber
        } else {
            return nil
        }
    }

    var refusal: ValueRefusal {
        switch self {
        case .notANumber: ValueRefusal("NaN has no place in MySQL", .notANumber)
        case .infinity: ValueRefusal("Infinity has no place in MySQL", .infinity)
        }
    }
}
