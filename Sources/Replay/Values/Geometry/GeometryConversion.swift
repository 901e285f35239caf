/// What a spatial column takes.
enum GeometryConversion: Equatable, Sendable {
    /// The source's own figures: `(1,2)`, `[(0,0),(1,1)]`.
    case figure(FigureText.Kind, GeometryKind)
    /// Well-known binary in hexadecimal, with a SRID or without.
    case wellKnownBinary(GeometryKind, isPrefixed: Bool)
}
