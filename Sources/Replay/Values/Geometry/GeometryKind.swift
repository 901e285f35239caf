/// The kinds of geometry, with their numbers in well-known binary.
enum GeometryKind: UInt32, Sendable {
    /// A column that holds any of them.
    case any = 0
    case point, lineString, polygon, multiPoint, multiLineString, multiPolygon, collection

    func require(_ other: GeometryKind) throws(ValueRefusal) {
        guard self == .any || self == other else {
            throw ValueRefusal("it is a \(other), and the column holds none", .shape)
        }
    }
}
