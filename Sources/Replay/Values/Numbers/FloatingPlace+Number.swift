internal import Glibc

extension FloatingPlace {
    /// The number that the column is given: itself, or with `clamps` the nearest.
    func number(_ text: Span<UInt8>, _ clamps: Bool) throws(ValueRefusal) -> Double {
        if let special = SpecialNumber(text) {
            guard clamps, case .infinity(let isNegative) = special else { throw special.refusal }
            return isNegative ? least : greatest
        }
        guard let number = FloatingNumber.double(text) else { throw ValueRefusal("it is no number") }
        let kept = isFloat ? Double(FloatingNumber.float(text)) : number
        if !clamps { try check(text, number, kept) }
        let nearest = Swift.min(Swift.max(kept, least), greatest)
        // The server rounds what it is given; bound as it will be stored, it is found again.
        return declared?.rounded(nearest) ?? nearest
    }

    private func check(_ text: Span<UInt8>, _ number: Double, _ kept: Double) throws(ValueRefusal) {
        guard kept >= least, kept <= greatest else {
            throw ValueRefusal("the number is out of the column's range", .range)
        }
        guard kept != 0 || FloatingNumber.spellsZero(text) else {
            throw ValueRefusal("it is smaller than the column can tell from 0", .digits)
        }
        if let significantDigits, FloatingNumber.significantDigits(text) > significantDigits {
            let reason = "it has more than \(significantDigits) significant digits, which is all that the column holds"
            throw ValueRefusal(reason, .digits)
        }
        if isNarrowed, kept != number { throw ValueRefusal("it has more digits than a FLOAT", .digits) }
        // The server counts from the whole number below: that may change the last bits of a number that has no digit too many.
        let reach = Swift.max(kept.magnitude, 1)
        let tolerance = 2 * (isFloat ? Double(Float(reach).ulp) : reach.ulp)
        if let declared, abs(declared.rounded(kept) - kept) > tolerance {
            throw ValueRefusal("it has more than \(declared.scale) digits after the point", .digits)
        }
    }

    private var greatest: Double {
        let ofType = isFloat ? Double(Float.greatestFiniteMagnitude) : Double.greatestFiniteMagnitude
        guard let declared else { return ofType }
        return Swift.min(
            ofType,
            declared.rounded(pow(10, Double(declared.digits - declared.scale)) - pow(10, Double(-declared.scale)))
        )
    }

    private var least: Double { isUnsigned ? 0 : -greatest }
}

extension FloatingPlace.Declared {
    /// To the digits after the point that the column keeps, step by step as both servers round: the last bit counts.
    func rounded(_ number: Double) -> Double {
        let factor = pow(10, Double(scale))
        let whole = number.rounded(.down)
        return whole + ((number - whole) * factor).rounded(.toNearestOrEven) / factor
    }
}
