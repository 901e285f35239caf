/// The figures that the source has without any extension: point, lseg, path, polygon, box. They know no SRID.
enum FigureText {
    enum Kind: Equatable, Sendable { case point, segment, path, polygon, box }

    struct Point: Equatable {
        let x: Double
        let y: Double
    }

    /// The figure as a spatial column keeps it.
    static func wellKnownBinary(_ text: Span<UInt8>, _ kind: Kind, _ column: GeometryKind) throws(ValueRefusal)
        -> [UInt8]
    {
        let points = try points(text)
        var writer = WellKnownBinaryWriter(referenceSystem: 0)
        switch kind {
        case .point:
            guard points.count == 1 else { throw malformed }
            try column.require(.point)
            writer.begin(.point)
            writer.append(points[0].x)
            writer.append(points[0].y)
        case .segment, .path:
            try column.require(.lineString)
            writer.begin(.lineString)
            guard points.count >= 2 else { throw ValueRefusal("a line of one point is none in MySQL", .shape) }
            let isClosed = kind == .path && text[0] == UInt8(ascii: "(")
            writer.append(isClosed ? closed(points) : points)
        case .polygon, .box:
            try column.require(.polygon)
            writer.begin(.polygon)
            writer.append(UInt32(1))
            let ring = kind == .box ? try corners(points) : closed(points)
            guard ring.count >= 4 else {
                throw ValueRefusal("a polygon of less than three points is none in MySQL", .shape)
            }
            writer.append(ring)
        }
        return writer.bytes
    }

    private static let malformed = ValueRefusal("it is no figure of its type")

    /// MySQL's rings end where they begin.
    private static func closed(_ points: [Point]) -> [Point] {
        points.first == points.last && points.count > 1 ? points : points + points.prefix(1)
    }

    /// The source prints the upper right corner, then the lower left.
    private static func corners(_ points: [Point]) throws(ValueRefusal) -> [Point] {
        guard points.count == 2 else { throw malformed }
        let (high, low) = (points[0], points[1])
        return [low, Point(x: high.x, y: low.y), high, Point(x: low.x, y: high.y), low]
    }

    /// All the numbers, two by two.
    private static func points(_ text: Span<UInt8>) throws(ValueRefusal) -> [Point] {
        var numbers: [Double] = []
        var start = 0
        for index in 0...text.count {
            let isMark = index == text.count || "()[],<>".utf8.contains(text[index])
            guard isMark else { continue }
            if index > start { numbers.append(try number(text.extracting(start..<index))) }
            start = index + 1
        }
        guard !numbers.isEmpty, numbers.count.isMultiple(of: 2) else { throw malformed }
        return stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) }
    }

    private static func number(_ text: Span<UInt8>) throws(ValueRefusal) -> Double {
        if let special = SpecialNumber(text) { throw special.refusal }
        guard let number = FloatingNumber.double(text), number.isFinite else { throw malformed }
        return number
    }
}
