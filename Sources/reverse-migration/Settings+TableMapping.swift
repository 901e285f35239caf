import ChangeModel
import Replay
import Settings

/// The section `mapping` as replay takes it.
extension Settings {
    var tableMapping: TableMapping {
        var result = TableMapping(database: target.database)
        result.schemas = mapping.schemas
        for (source, place) in mapping.tables {
            let isWhole = place.parts.count == 2
            result.tables[Self.tableName(source)] = TableMapping.Place(
                database: isWhole ? place.parts[0] : nil,
                table: place.parts[isWhole ? 1 : 0]
            )
        }
        for (source, column) in mapping.columns {
            result.columns[Self.tableName(source), default: [:]][source.parts[2]] = column
        }
        result.includes = mapping.include.map(Self.pattern)
        result.excludes = mapping.exclude.map(Self.pattern)
        result.mergesTables = mapping.merge
        result.lowersNames = mapping.nameCase == .lower
        return result
    }

    /// The configuration has counted the parts.
    private static func tableName(_ name: QualifiedName) -> TableName {
        TableName(schema: name.parts[0], table: name.parts[1])
    }

    static func pattern(_ glob: TableGlob) -> TablePattern {
        TablePattern(schema: pattern(glob.schema), table: pattern(glob.table))
    }

    private static func pattern(_ part: NameParts.Part) -> NamePattern {
        part.isQuoted ? .exactly(part.text) : .glob(part.text)
    }
}
