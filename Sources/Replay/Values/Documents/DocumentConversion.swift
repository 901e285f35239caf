/// What a JSON column takes, and what goes as JSON into a column of texts.
enum DocumentConversion: Equatable, Sendable {
    case json
    /// Arrays and ranges: into JSON, or with a place into texts.
    case array(JSONElement, TextPlace?)
    case range(JSONElement, TextPlace?)
    /// A JSON string, which only the policy `text` allows.
    case sourceText

    /// Whether the column is one of texts.
    var isForText: Bool {
        switch self {
        case .array(_, let place), .range(_, let place): place != nil
        case .json, .sourceText: false
        }
    }
}

/// What an element of an array becomes in JSON.
enum JSONElement: Equatable, Sendable {
    case number, boolean, document, string

    /// By the source's name of the element's type.
    init(_ typeName: some StringProtocol) {
        switch SourceType(String(typeName)) {
        case .tinyint, .smallint, .integer, .bigint, .uint1, .uint2, .uint4, .uint8, .oid, .numeric, .real, .double:
            self = .number
        case .boolean: self = .boolean
        case .json, .jsonb: self = .document
        default: self = .string
        }
    }
}
