/// Reads well-known binary of either byte order, with PostGIS's SRID or without, and writes it as the target keeps it.
struct WellKnownBinaryReader {
    private static let malformed = ValueRefusal("it is no geometry in well-known binary")
    private static let nestingMax = 32
    private static let hasZ: UInt32 = 0x8000_0000
    private static let hasM: UInt32 = 0x4000_0000
    private static let hasReferenceSystem: UInt32 = 0x2000_0000

    private let bytes: [UInt8]
    private var offset = 0
    private var isBigEndian = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// For a column that holds geometries of a kind.
    mutating func rewritten(for column: GeometryKind) throws(ValueRefusal) -> [UInt8] {
        var head = self
        var writer = WellKnownBinaryWriter(referenceSystem: try head.header().referenceSystem)
        let kind = try geometry(nesting: 0, to: &writer)
        guard offset == bytes.count else { throw Self.malformed }
        try column.require(kind)
        return writer.bytes
    }

    private mutating func header() throws(ValueRefusal) -> (kind: GeometryKind, referenceSystem: UInt32) {
        guard offset < bytes.count, bytes[offset] <= 1 else { throw Self.malformed }
        isBigEndian = bytes[offset] == 0
        offset += 1
        let type = try count()
        let number = type & ~(Self.hasZ | Self.hasM | Self.hasReferenceSystem)
        guard type & (Self.hasZ | Self.hasM) == 0, !(1_000..<4_000).contains(number) else {
            throw ValueRefusal("MySQL's geometry has two dimensions, and it has more", .shape)
        }
        guard let kind = GeometryKind(rawValue: number), kind != .any else {
            throw ValueRefusal("it is a geometry that MySQL does not have", .shape)
        }
        return (kind, type & Self.hasReferenceSystem == 0 ? 0 : try count())
    }

    private mutating func geometry(
        nesting: Int,
        to writer: inout WellKnownBinaryWriter
    ) throws(ValueRefusal) -> GeometryKind {
        guard nesting <= Self.nestingMax else { throw ValueRefusal("it is nested too deeply", .shape) }
        let kind = try header().kind
        writer.begin(kind)
        switch kind {
        case .point: try copyPoint(to: &writer)
        case .lineString: try copyPoints(to: &writer)
        case .polygon:
            let rings = try count()
            guard rings > 0 else { throw Self.empty }
            writer.append(rings)
            for _ in 0..<rings { try copyPoints(to: &writer) }
        default:
            let parts = try count()
            guard parts > 0 || kind == .collection else { throw Self.empty }
            writer.append(parts)
            for _ in 0..<parts { _ = try geometry(nesting: nesting + 1, to: &writer) }
        }
        return kind
    }

    private static let empty = ValueRefusal("it is an empty geometry, which MySQL does not have", .shape)

    private mutating func copyPoints(to writer: inout WellKnownBinaryWriter) throws(ValueRefusal) {
        let points = try count()
        guard points > 0 else { throw Self.empty }
        writer.append(points)
        for _ in 0..<points { try copyPoint(to: &writer) }
    }

    private mutating func copyPoint(to writer: inout WellKnownBinaryWriter) throws(ValueRefusal) {
        for _ in 0..<2 {
            let number = Double(bitPattern: try fixed(8))
            // PostGIS writes an empty point so.
            guard !number.isNaN else { throw Self.empty }
            guard number.isFinite else { throw ValueRefusal("Infinity has no place in MySQL", .infinity) }
            writer.append(number)
        }
    }

    private mutating func count() throws(ValueRefusal) -> UInt32 { UInt32(try fixed(4)) }

    private mutating func fixed(_ size: Int) throws(ValueRefusal) -> UInt64 {
        guard bytes.count - offset >= size else { throw Self.malformed }
        var value: UInt64 = 0
        for index in 0..<size {
            let place = isBigEndian ? size - 1 - index : index
            value |= UInt64(bytes[offset + index]) << UInt64(8 * place)
        }
        offset += size
        return value
    }
}
