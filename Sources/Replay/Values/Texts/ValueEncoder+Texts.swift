internal import MySQLClient

extension ValueEncoder {
    mutating func append(
        _ text: Span<UInt8>,
        _ conversion: TextConversion,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        switch conversion {
        case .plain(let place), .sourceText(let place): try appendText(text, place, clamps, to: &parameters)
        case .padded(let place):
            try appendText(text.extracting(..<Self.lengthWithoutBlanks(text)), place, clamps, to: &parameters)
        case .char(let place): try appendUnpadded(text, place, clamps, to: &parameters)
        case .choice(let members, let isPadded):
            let word = isPadded ? text.extracting(..<Self.lengthWithoutBlanks(text)) : text
            guard members.keeps(word) || clamps && members.knows(word) else {
                throw ValueRefusal("it is none of the words that the column keeps as they are", .word)
            }
            parameters.append(text: word)
        case .address(.uuid):
            guard UUIDText.isOfMariaDB(text) else {
                throw ValueRefusal("it is none of the UUIDs that MariaDB's type has", .address)
            }
            parameters.append(text: text)
        case .address(let kind):
            let end = try NetworkAddress.address(text, isVersion6: kind == .inet6)
            parameters.append(text: text.extracting(..<end))
        }
    }

    mutating func appendText(
        _ text: Span<UInt8>,
        _ place: TextPlace,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        guard clamps else {
            try place.check(text)
            return parameters.append(text: text)
        }
        var clamped: [UInt8] = []
        place.clamp(text, to: &clamped)
        parameters.append(text: clamped.span)
    }

    private mutating func appendUnpadded(
        _ text: Span<UInt8>,
        _ place: TextPlace,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        guard clamps || Self.lengthWithoutBlanks(text) == text.count else {
            throw ValueRefusal("it ends with blanks, which a CHAR column does not keep", .padding)
        }
        guard clamps else { return try appendText(text, place, false, to: &parameters) }
        var clamped: [UInt8] = []
        place.clamp(text, to: &clamped)
        parameters.append(text: clamped.span.extracting(..<Self.lengthWithoutBlanks(clamped.span)))
    }

    static func lengthWithoutBlanks(_ text: Span<UInt8>) -> Int {
        var length = text.count
        while length > 0, text[length - 1] == UInt8(ascii: " ") { length -= 1 }
        return length
    }
}
