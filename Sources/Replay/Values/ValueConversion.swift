/// How the text of a source column becomes a parameter for a target column, by families.
enum ValueConversion: Equatable, Sendable {
    case number(NumberConversion)
    case text(TextConversion)
    case bytes(BytesConversion)
    case temporal(TemporalConversion)
    case document(DocumentConversion)
    case geometry(GeometryConversion)
}
