internal import ChangeModel
internal import MySQLClient
internal import Telemetry

/// Looks at how the target would find the rows of a table's UPDATEs and DELETEs: by a key, or by reading all of it.
struct RowFindingCheck {
    private let target: TargetTable
    /// The target's columns that take the identity of the source's rows.
    private let identity: [TargetColumn]
    /// Whether a row is named by all that it holds, because no key names it.
    private let isFull: Bool

    /// `match` is of all columns of the source's table, those of the identity in the old image.
    init(_ match: ColumnMatch, _ target: TargetTable) {
        self.target = target
        identity = match.relation.oldColumnIndices.compactMap { match.targets[$0] }
        isFull = match.relation.oldColumnIndices.count == match.relation.columns.count
    }

    /// nil where a key or an index finds them, and where the source names no rows, which is said of the source.
    var finding: Finding? {
        guard !identity.isEmpty, !isFoundByKey, !(isFull && isFoundByIndex) else { return nil }
        let columns = identity.map(\.name).joined(separator: ", ")
        let lack =
            isFull
            ? "it has no unique key, and no index of a number or a time"
            : "it has no unique key over \(columns), which is what names the source's rows"
        return Finding(
            .warning,
            "target: \(TargetName(target))",
            lack + ": every UPDATE and DELETE of it reads the whole table, one after the other",
            remedy: remedy.map { "ALTER TABLE \(TargetName(target).quoted) ADD \($0);" }
        )
    }

    private var isFoundByKey: Bool {
        target.keys.contains { key in
            key.isUnique && !key.hasNullableParts && !key.hasPrefixParts && !key.hasExpressionParts
                && key.columns.allSatisfy { name in identity.contains { $0.name == name } }
        }
    }

    private var isFoundByIndex: Bool {
        target.keys.contains { key in identity.contains { $0.name == key.columns.first && Self.isIndexed($0) } }
    }

    private var remedy: String? {
        guard isFull else {
            let list = identity.map { SQLQuoting.identifier($0.name) }.joined(separator: ", ")
            return (target.primaryKey == nil ? "PRIMARY KEY" : "UNIQUE KEY") + " (\(list))"
        }
        return identity.first(where: Self.isIndexed).map { "INDEX (\(SQLQuoting.identifier($0.name)))" }
    }

    /// Texts are compared byte for byte, by an expression that no index serves.
    private static func isIndexed(_ column: TargetColumn) -> Bool {
        switch TargetKind(dataType: column.dataType) {
        case .tinyint, .smallint, .mediumint, .int, .bigint, .decimal, .year, .date, .time, .datetime, .timestamp: true
        default: false
        }
    }
}
