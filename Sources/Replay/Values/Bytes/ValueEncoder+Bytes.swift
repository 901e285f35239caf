internal import MySQLClient

extension ValueEncoder {
    mutating func append(
        _ text: Span<UInt8>,
        _ conversion: BytesConversion,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        scratch.removeAll(keepingCapacity: true)
        switch conversion {
        case .hexadecimal(let place, let isPrefixed):
            try HexadecimalText.bytes(text, isPrefixed: isPrefixed, to: &scratch)
            try appendBytes(place, clamps, to: &parameters)
        case .bits(let place):
            try BitText.bytes(text, clamps, to: &scratch)
            try appendBytes(place, clamps, to: &parameters)
        case .uuid(let place):
            var digits: [UInt8] = []
            for index in text.indices where text[index] != UInt8(ascii: "-") { digits.append(text[index]) }
            guard digits.count == 32 else { throw ValueRefusal("it is no UUID") }
            try HexadecimalText.bytes(digits.span, isPrefixed: false, to: &scratch)
            try appendBytes(place, clamps, to: &parameters)
        }
    }

    /// Appends what is in the scratch buffer.
    private mutating func appendBytes(
        _ place: BytesPlace,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        if !clamps {
            guard scratch.count <= place.limit else {
                throw ValueRefusal("it has \(scratch.count) bytes and the column holds \(place.limit)", .length)
            }
            guard scratch.count == place.limit || !place.isFilledUp else {
                let reason = "it has \(scratch.count) bytes, and the column would fill it up to \(place.limit)"
                throw ValueRefusal(reason, .padding)
            }
        }
        parameters.append(bytes: scratch.span.extracting(first: place.limit))
    }
}
