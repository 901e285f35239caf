internal import MySQLClient

/// Turns the texts of values into parameters, settles by policy what does not fit, or refuses it.
struct ValueEncoder {
    /// For texts that must be rewritten; kept to save allocations.
    var scratch: [UInt8] = []
    /// How often policies changed values since the last `take`.
    var policyUses = PolicyUses()

    mutating func append(
        _ text: Span<UInt8>,
        _ encoding: ValueEncoding,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        do throws(ValueRefusal) {
            try convert(text, encoding.conversion, clamps: false, to: &parameters)
        } catch {
            try settle(error, text, encoding, to: &parameters)
            return
        }
        if encoding.conversion.isForPolicyText {
            policyUses.count(.type, in: encoding.column, settledBy: .text)
        }
    }

    /// Appends one parameter, or none and throws. With `clamps`, misfits that have something near are not thrown.
    private mutating func convert(
        _ text: Span<UInt8>,
        _ conversion: ValueConversion,
        clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        switch conversion {
        case .number(let number): try append(text, number, clamps, to: &parameters)
        case .text(let kind): try append(text, kind, clamps, to: &parameters)
        case .bytes(let kind): try append(text, kind, clamps, to: &parameters)
        case .temporal(let kind): try append(text, kind, clamps, to: &parameters)
        case .document(let kind): try append(text, kind, clamps, to: &parameters)
        case .geometry(let kind): try append(text, kind, clamps, to: &parameters)
        }
    }

    private mutating func settle(
        _ refusal: ValueRefusal,
        _ text: Span<UInt8>,
        _ encoding: ValueEncoding,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        guard let misfit = refusal.misfit else { throw refusal }
        switch encoding.policy {
        case .error: throw refusal
        case .text: throw refusal.but("and the policy text has no answer to that")
        case .null:
            guard encoding.takesNull else { throw refusal.but("and the column takes no NULL, which is its policy") }
            parameters.appendNull()
        case .clamp:
            do throws(ValueRefusal) {
                try convert(text, encoding.conversion, clamps: true, to: &parameters)
            } catch {
                throw error.but("and nothing that the column holds is near, as its policy clamp wants")
            }
        }
        policyUses.count(misfit, in: encoding.column, settledBy: encoding.policy)
    }
}

extension ValueConversion {
    /// Whether only the policy `text` gives such values a place, so that each is a use of it.
    fileprivate var isForPolicyText: Bool {
        switch self {
        case .text(.sourceText), .document(.sourceText): true
        default: false
        }
    }
}
