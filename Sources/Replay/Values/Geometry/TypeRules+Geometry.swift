extension TypeRules {
    static let geometry = [
        TypeRule([.point], into: [.geometry, .point], .conditional("its coordinates are finite"), "a point, SRID 0") {
            .geometry(.figure(.point, $0.target.geometry))
        },
        TypeRule(
            [.lseg],
            into: [.geometry, .linestring],
            .conditional("its coordinates are finite"),
            "a line of two points, SRID 0"
        ) { .geometry(.figure(.segment, $0.target.geometry)) },
        TypeRule(
            [.path],
            into: [.geometry, .linestring],
            .conditional("it has two points or more, all finite"),
            "a line, SRID 0; a closed path ends where it begins"
        ) { .geometry(.figure(.path, $0.target.geometry)) },
        TypeRule(
            [.polygon],
            into: [.geometry, .polygon],
            .conditional("it has three points or more, all finite"),
            "a polygon of one ring that ends where it begins, SRID 0"
        ) { .geometry(.figure(.polygon, $0.target.geometry)) },
        TypeRule(
            [.box],
            into: [.geometry, .polygon],
            .conditional("its coordinates are finite"),
            "a polygon of its four corners, SRID 0"
        ) { .geometry(.figure(.box, $0.target.geometry)) },
        TypeRule(
            [.geometry, .geography],
            into: .spatial,
            .conditional("it is of the column's kind, has two dimensions and is not empty"),
            "the geometry with its SRID; x, or the longitude, stays the first coordinate"
        ) { .geometry(.wellKnownBinary($0.target.geometry, isPrefixed: false)) },
        TypeRule(
            .bytes,
            into: .spatial,
            .conditional("it is well-known binary of the column's kind, two dimensions, not empty"),
            "the geometry, SRID 0 unless it names one as PostGIS does"
        ) { .geometry(.wellKnownBinary($0.target.geometry, isPrefixed: $0.source == .bytea)) },
    ]
}
