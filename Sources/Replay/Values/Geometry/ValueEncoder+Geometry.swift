internal import MySQLClient

extension ValueEncoder {
    /// There is nothing near a geometry that does not fit.
    mutating func append(
        _ text: Span<UInt8>,
        _ conversion: GeometryConversion,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        switch conversion {
        case .figure(let kind, let column):
            let geometry = try FigureText.wellKnownBinary(text, kind, column)
            parameters.append(bytes: geometry.span)
        case .wellKnownBinary(let column, let isPrefixed):
            var bytes: [UInt8] = []
            try HexadecimalText.bytes(text, isPrefixed: isPrefixed, to: &bytes)
            var reader = WellKnownBinaryReader(bytes)
            let geometry = try reader.rewritten(for: column)
            parameters.append(bytes: geometry.span)
        }
    }
}
