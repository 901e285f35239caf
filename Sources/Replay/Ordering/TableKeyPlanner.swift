internal import ChangeModel
internal import MySQLClient

/// Makes the conflict keys of a relation from the target's unique and foreign keys.
///
/// What is not known is not guessed: a unique key over part of a column, or of a type whose comparison is not known, makes the whole table one
/// key.
struct TableKeyPlanner {
    /// For each table, by folded name, the lists of columns that foreign keys point to.
    private let referencedColumns: [String: Set<[String]>]
    /// What becomes of a value is what the target compares, so the policies are those of the plan.
    private let policies: ValuePolicies

    init(foreignKeys: [TargetForeignKey], policies: ValuePolicies = ValuePolicies()) {
        self.policies = policies
        var lists: [String: Set<[String]>] = [:]
        for key in foreignKeys {
            let parent = Self.folded(key.referencedDatabase, key.referencedTable)
            lists[parent, default: []].insert(key.referencedColumns.map { $0.lowercased() })
        }
        referencedColumns = lists
    }

    /// `source` is the relation as the source names it, where the mapping gives its columns other names: policies go by those.
    func keys(of relation: Relation, from source: Relation? = nil, in target: TargetTable) -> TableKeys {
        let name = Self.folded(target.database, target.name)
        let image = RelationImage(relation, from: source ?? relation, target, policies)
        let unique = target.keys.filter(\.isUnique)
        let usable = unique.filter { !$0.hasPrefixParts && !$0.hasExpressionParts && image.isComparable($0.columns) }
        let row = usable.first { !$0.hasNullableParts }
        let rowKey = row.map { image.key($0.columns, seed: KeyHasher(naming: name, "unique", $0.name).hash) }
        let others = usable.filter { $0.name != row?.name }.map {
            image.key($0.columns, seed: KeyHasher(naming: name, "unique", $0.name).hash)
        }
        let isKnown = usable.count == unique.count
        return TableKeys(
            row: rowKey,
            otherUniqueKeys: others,
            references: target.foreignKeys.map { role($0, image) },
            referenced: (referencedColumns[name] ?? []).sorted { $0.joined() < $1.joined() }.map { columns in
                Self.role(parent: name, columns, image.isComparable(columns) ? columns : nil, image)
            },
            tableHash: KeyHasher(naming: name, "table").hash,
            insertUse: !isKnown ? .exclusive : (row == nil || !others.isEmpty ? .shared : .none),
            changeUse: Self.changeUse(isKnown: isKnown, row: rowKey, others)
        )
    }

    /// An UPDATE or DELETE whose old image lacks a unique value gives back nobody knows which.
    private static func changeUse(
        isKnown: Bool,
        row: TableKeys.ImageKey?,
        _ others: [TableKeys.ImageKey]
    ) -> TableKeys.TableUse {
        guard isKnown, row != nil else { return .exclusive }
        guard !others.isEmpty else { return .none }
        return others.allSatisfy { $0.old != nil } ? .shared : .exclusive
    }

    private func role(_ foreignKey: TargetForeignKey, _ image: RelationImage) -> TableKeys.Role {
        let parent = Self.folded(foreignKey.referencedDatabase, foreignKey.referencedTable)
        let columns = image.isComparable(foreignKey.columns) ? foreignKey.columns : nil
        return Self.role(parent: parent, foreignKey.referencedColumns.map { $0.lowercased() }, columns, image)
    }

    /// The same hashes from both sides of a foreign key: both name the parent and its columns.
    private static func role(
        parent: String,
        _ parentColumns: [String],
        _ columns: [String]?,
        _ image: RelationImage
    ) -> TableKeys.Role {
        let list = parentColumns.joined(separator: "\u{1}")
        return TableKeys.Role(
            key: columns.map { image.key($0, seed: KeyHasher(naming: parent, "parent", list).hash) },
            tableHash: KeyHasher(naming: parent, "parents", list).hash,
            newcomersHash: KeyHasher(naming: parent, "newcomers", list).hash
        )
    }

    /// The `TableKeys.tableHash` of a table of which no more than its name is known.
    static func tableHash(of target: TargetName) -> UInt64 {
        KeyHasher(naming: folded(target.database, target.table), "table").hash
    }

    /// Names without case: two tables that differ in nothing else share keys, which costs speed only.
    private static func folded(_ database: String, _ table: String) -> String {
        database.lowercased() + "\u{1}" + table.lowercased()
    }
}

/// Where the columns of a target table stand in the images of a relation.
private struct RelationImage {
    private let target: TargetTable
    private var newPlaces: [String: Int] = [:]
    private var oldPlaces: [String: Int] = [:]
    private var encodings: [String: ValueEncoding] = [:]

    init(_ relation: Relation, from source: Relation, _ target: TargetTable, _ policies: ValuePolicies) {
        self.target = target
        for (place, index) in relation.newColumnIndices.enumerated() {
            newPlaces[relation.columns[index].name.lowercased()] = place
        }
        for (place, index) in relation.oldColumnIndices.enumerated() {
            oldPlaces[relation.columns[index].name.lowercased()] = relation.newColumnIndices.count + place
        }
        for (column, origin) in zip(relation.columns, source.columns) {
            guard let place = target.column(named: column.name) else { continue }
            encodings[column.name.lowercased()] = ValueEncoding(
                source: origin,
                of: source.table,
                target: place,
                policies: policies
            )
        }
    }

    /// A generated column is not: its value is the target's own, whatever the source says of it.
    func isComparable(_ columns: [String]) -> Bool {
        columns.allSatisfy { name in
            guard let column = target.column(named: name), !column.isGenerated else { return false }
            return KeyForm(column) != nil
        }
    }

    func key(_ columns: [String], seed: UInt64) -> TableKeys.ImageKey {
        TableKeys.ImageKey(seed: seed, new: parts(columns, newPlaces), old: parts(columns, oldPlaces))
    }

    private func parts(_ columns: [String], _ places: [String: Int]) -> [TableKeys.Part]? {
        var parts: [TableKeys.Part] = []
        for column in columns {
            let name = column.lowercased()
            guard let place = places[name], let encoding = encodings[name],
                let form = target.column(named: column).flatMap(KeyForm.init)
            else { return nil }
            parts.append(TableKeys.Part(place: place, encoding: encoding, form: form))
        }
        return parts
    }
}
