internal import Testing

@testable import Replay

/// Figures and geometry through the encoder; the bytes are SRID, then well-known binary.
struct GeometryEncodingTests {
    private func bound(_ text: String, _ type: String, _ target: String, _ policy: ValuePolicy = .error) -> String {
        EncodedValue.text(text, type, target, policy)
    }

    private static let one = "000000000000f03f"
    private static let two = "0000000000000040"
    private static let three = "0000000000000840"
    private static let zero = "0000000000000000"
    private static let point = "bytes 00000000" + "0101000000" + one + two

    @Test func `a point keeps both signs and any exponent`() {
        #expect(bound("(1,2)", "point", "POINT") == Self.point)
        #expect(bound("(1,2)", "point", "GEOMETRY") == Self.point)
        #expect(
            bound("(-1.5e-300,-0)", "point", "POINT") == "bytes 000000000101000000" + "83b63ad29712b081"
                + "0000000000000080"
        )
        #expect(bound("(-1,2)", "point", "POINT") == "bytes 000000000101000000" + "000000000000f0bf" + Self.two)
    }

    @Test func `lines, boxes and polygons`() {
        let line = "bytes 00000000" + "010200000002000000" + Self.zero + Self.zero + Self.one + Self.one
        #expect(bound("[(0,0),(1,1)]", "lseg", "LINESTRING") == line)
        #expect(bound("[(0,0),(1,1)]", "path", "GEOMETRY") == line)
        let closed =
            "bytes 00000000" + "010200000003000000" + Self.zero + Self.zero + Self.one + Self.one + Self.zero
            + Self.zero
        #expect(bound("((0,0),(1,1))", "path", "LINESTRING") == closed)
        let ring = Self.zero + Self.zero + Self.one + Self.one + Self.two + Self.zero + Self.zero + Self.zero
        let polygon = "bytes 00000000" + "01030000000100000004000000" + ring
        #expect(bound("((0,0),(1,1),(2,0))", "polygon", "POLYGON") == polygon)
        #expect(bound("((0,0),(1,1),(2,0),(0,0))", "polygon", "POLYGON") == polygon)
        let corners =
            Self.one + Self.two + Self.three + Self.two + Self.three + Self.three + Self.one + Self.three + Self.one
            + Self.two
        #expect(bound("(3,3),(1,2)", "box", "POLYGON") == "bytes 00000000" + "01030000000100000005000000" + corners)
    }

    @Test(arguments: [
        ("(NaN,1)", "point", "POINT"), ("(Infinity,1)", "point", "POINT"), ("((0,0))", "path", "LINESTRING"),
        ("((0,0),(1,1))", "polygon", "POLYGON"),
    ])
    func `a figure that MySQL does not have is settled by policy`(text: String, type: String, target: String) {
        #expect(EncodedValue.isRefused(text, type, target))
        #expect(bound(text, type, target, .null) == "null")
    }

    @Test(arguments: ["", "(1)", "(1,2),(3,4)", "(a,b)", "()"])
    func `what is no point is refused whatever the policy`(text: String) {
        for policy in ValuePolicy.allCases { #expect(EncodedValue.isRefused(text, "point", "POINT", policy)) }
    }

    @Test func `figures of another kind have no place`() {
        #expect(bound("(1,2)", "point", "POLYGON") == "no pair")
        #expect(bound("<(1,2),3>", "circle", "GEOMETRY") == "no pair")
    }

    @Test func `well-known binary of either byte order keeps its SRID`() {
        let little = "0101000020E6100000" + Self.one + Self.two
        let big = "0020000001000010E6" + "3FF0000000000000" + "4000000000000000"
        let expected = "bytes e6100000" + "0101000000" + Self.one + Self.two
        #expect(bound(little, "geometry", "POINT") == expected)
        #expect(bound(big, "geography", "GEOMETRY") == expected)
        #expect(bound("\\x" + little, "bytea", "GEOMETRY") == expected)
        #expect(bound("0101000000" + Self.one + Self.two, "postgis.geometry", "POINT") == Self.point)
    }

    @Test func `parts of a geometry are rewritten too`() {
        let part = "0000000001" + "3FF0000000000000" + "4000000000000000"
        let collection = "0000000007" + "00000002" + part + "0101000000" + Self.one + Self.two
        let point = "0101000000" + Self.one + Self.two
        #expect(
            bound(collection, "geometry", "GEOMETRYCOLLECTION") == "bytes 00000000" + "010700000002000000" + point
                + point
        )
    }

    @Test(arguments: [
        "0101000080" + one + two + three, "01E9030000" + one + two + three,
        "0101000000" + "000000000000F87F000000000000F87F",
        "010300000000000000", "0111000000", "010200000000000000", "0101000000" + "000000000000F07F" + one,
    ])
    func `what MySQL does not have is settled by policy`(text: String) {
        #expect(EncodedValue.isRefused(text, "geometry", "GEOMETRY"))
        #expect(bound(text, "geometry", "GEOMETRY", .null) == "null")
    }

    @Test func `a geometry of another kind than the column's is settled by policy`() {
        #expect(
            bound("0101000000" + Self.one + Self.two, "geometry", "POLYGON")
                == "refused: it is a point, and the column holds none"
        )
    }

    @Test(arguments: [
        "", "01", "0101000000", "0201000000" + one + two, "0101000000" + one + two + "00", "zz",
        "0102000000FFFFFFFF" + one,
    ])
    func `damaged binary is refused whatever the policy`(text: String) {
        for policy in ValuePolicy.allCases { #expect(EncodedValue.isRefused(text, "geometry", "GEOMETRY", policy)) }
    }
}
