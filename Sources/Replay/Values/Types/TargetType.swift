internal import MySQLClient

/// A target column's kind and what it holds.
struct TargetType: Sendable {
    let kind: TargetKind
    private let column: TargetColumn

    /// nil for a type that replay does not know.
    init?(_ column: TargetColumn) {
        guard let kind = TargetKind(dataType: column.dataType) else { return nil }
        self.kind = kind
        self.column = column
    }

    var isUnsigned: Bool { column.isUnsigned }

    var integer: IntegerPlace {
        let bits: Int =
            switch kind {
            case .tinyint: 8
            case .smallint: 16
            case .mediumint: 24
            case .int: 32
            default: 64
            }
        return IntegerPlace(bits: bits, isUnsigned: isUnsigned)
    }

    var bitWidth: Int { Swift.min(Swift.max(column.numericPrecision ?? 64, 1), 64) }
    var bitMaximum: UInt64 { UInt64.max >> UInt64(64 - bitWidth) }

    var decimal: DecimalPlace {
        let scale = column.numericScale ?? 0
        return DecimalPlace(wholeDigits: (column.numericPrecision ?? 65) - scale, scale: scale, isUnsigned: isUnsigned)
    }

    func floating(significantDigits: Int? = nil, isNarrowed: Bool = false) -> FloatingPlace {
        var place = FloatingPlace(isFloat: kind == .float, significantDigits: significantDigits, isNarrowed: isNarrowed)
        if let scale = column.numericScale, let digits = column.numericPrecision {
            place.declared = FloatingPlace.Declared(digits: digits, scale: scale)
        }
        place.isUnsigned = isUnsigned
        return place
    }

    var text: TextPlace {
        let isCounted = kind == .char || kind == .varchar
        let limit = isCounted ? column.characterMaximumLength : column.octetLength
        return TextPlace(
            limit: limit.map { Int(clamping: $0) } ?? .max,
            unit: isCounted ? .characters : .bytes,
            repertoire: Repertoire(column.characterSet)
        )
    }

    var bytes: BytesPlace {
        BytesPlace(limit: column.octetLength.map { Int(clamping: $0) } ?? .max, isFilledUp: kind == .binary)
    }

    var choices: ChoiceMembers? { ChoiceMembers(columnType: column.columnType) }

    var precision: Int { column.datetimePrecision ?? 0 }

    var moment: MomentPlace {
        switch kind {
        case .date: MomentPlace(kind: .date, precision: 0)
        case .timestamp: MomentPlace(kind: .timestamp, precision: precision)
        default: MomentPlace(kind: .datetime, precision: precision)
        }
    }

    var geometry: GeometryKind {
        switch kind {
        case .point: .point
        case .linestring: .lineString
        case .polygon: .polygon
        case .multipoint: .multiPoint
        case .multilinestring: .multiLineString
        case .multipolygon: .multiPolygon
        case .geometrycollection: .collection
        default: .any
        }
    }
}
