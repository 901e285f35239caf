/// The digits that a DECIMAL column holds.
struct DecimalPlace: Equatable, Sendable {
    let wholeDigits: Int
    let scale: Int
    let isUnsigned: Bool
}
