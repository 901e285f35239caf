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
