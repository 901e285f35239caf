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
