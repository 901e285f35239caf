/// What an element of an array becomes in JSON.
enum JSONElement: Equatable, Sendable {
    case number, boolean, document, string
    /// A string too, but with commas of its own, so that semicolons stand between boxes.
    case box

    /// By the source's name of the element's type.
    init(_ typeName: some StringProtocol) {
        switch SourceType(String(typeName)) {
        case .tinyint, .smallint, .integer, .bigint, .uint1, .uint2, .uint4, .uint8, .oid, .numeric, .real, .double:
            self = .number
        case .boolean: self = .boolean
        case .json, .jsonb: self = .document
        case .box: self = .box
        default: self = .string
        }
    }
}
