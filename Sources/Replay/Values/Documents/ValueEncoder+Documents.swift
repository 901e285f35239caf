internal import MySQLClient

extension ValueEncoder {
    mutating func append(
        _ text: Span<UInt8>,
        _ conversion: DocumentConversion,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        var document: [UInt8] = []
        var textPlace: TextPlace?
        switch conversion {
        case .json:
            if !clamps { try JSONNumbers.check(text) }
            return parameters.append(text: text)
        case .array(let element, let place):
            try ArrayLiteral.json(text, element, dropsBounds: clamps, to: &document)
            textPlace = place
        case .range(let element, let place):
            try RangeLiteral.json(text, element, to: &document)
            textPlace = place
        case .sourceText: JSONText.append(string: text.bytes(), to: &document)
        }
        if let textPlace {
            try textPlace.check(document.span)
        } else if !clamps {
            try JSONNumbers.check(document.span)
        }
        parameters.append(text: document.span)
    }
}
