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
