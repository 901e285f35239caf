/// Writes geometry as both servers keep it: four bytes of SRID, then well-known binary, all little-endian. The first
/// coordinate is x or the longitude, whatever order a reference system shows them in.
struct WellKnownBinaryWriter {
    private(set) var bytes: [UInt8] = []

    init(referenceSystem: UInt32) {
        append(referenceSystem)
    }

    mutating func begin(_ kind: GeometryKind) {
        bytes.append(1)
        append(kind.rawValue)
    }

    mutating func append(_ number: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func append(_ number: Double) {
        let pattern = number.bitPattern
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: pattern >> shift))
        }
    }

    mutating func append(_ points: [FigureText.Point]) {
        append(UInt32(points.count))
        for point in points {
            append(point.x)
            append(point.y)
        }
    }
}
