internal import MySQLClient

/// Turns the texts of values into parameters, settles by policy what does not fit, or refuses it.
struct ValueEncoder {
    /// For texts that must be rewritten; kept to save allocations.
    var scratch: [UInt8] = []
    /// How often policies changed values since the last `take`.
    var policyUses = PolicyUses()

    /// What only looks for a row is converted alike, and is no use of a policy: nothing is written.
    mutating func append(
        _ text: Span<UInt8>,
        _ encoding: ValueEncoding,
        isWritten: Bool = true,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        var misfit: Misfit?
        do throws(ValueRefusal) {
            try convert(text, encoding.conversion, clamps: false, to: &parameters)
            misfit = encoding.conversion.isForPolicyText ? .type : nil
        } catch {
            misfit = try settle(error, text, encoding, to: &parameters)
        }
        if let misfit, isWritten { policyUses.count(misfit, in: encoding.column, settledBy: encoding.policy) }
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

    /// Gives what was settled.
    private mutating func settle(
        _ refusal: ValueRefusal,
        _ text: Span<UInt8>,
        _ encoding: ValueEncoding,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) -> Misfit {
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
        return misfit
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
