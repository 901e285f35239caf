internal import ChangeModel

/// The columns that each table of the source is known to have, so that a change of them is noticed at its first row.
///
/// An INSERT names all columns of its table. An UPDATE may leave some out, and a DELETE names those of the identity: they say what is new, and
/// nothing of what is gone.
struct TableShapes {
    enum Change: Equatable {
        case added(column: String, type: String)
        case dropped(column: String)
        case renamed(column: String, to: String)
        case retyped(column: String, from: String, to: String)
    }

    private struct Shape {
        var columns: [Column]
        /// Whether they are all that the table has.
        var isWhole: Bool
    }

    private var shapes: [TableName: Shape] = [:]

    /// What has changed since the table was met before; nothing at the first time.
    mutating func note(_ relation: Relation) -> [Change] {
        guard !relation.newColumnIndices.isEmpty else { return [] }
        let isWhole = relation.oldColumnIndices.isEmpty
        guard let known = shapes[relation.table] else {
            shapes[relation.table] = Shape(columns: relation.columns, isWhole: isWhole)
            return []
        }
        let changes = Self.changes(known, relation.columns, isWhole)
        let unnamed = isWhole ? [] : known.columns.filter { !relation.columns.names($0.name) }
        shapes[relation.table] = Shape(columns: relation.columns + unnamed, isWhole: isWhole || known.isWhole)
        return changes
    }

    private static func changes(_ known: Shape, _ columns: [Column], _ isWhole: Bool) -> [Change] {
        let retyped = columns.compactMap { column -> Change? in
            guard let old = known.columns.first(where: { $0.name == column.name }), old.typeName != column.typeName
            else { return nil }
            return .retyped(column: column.name, from: old.typeName, to: column.typeName)
        }
        // What an UPDATE has not named before may have been there all the time.
        let added = known.isWhole ? columns.filter { !known.columns.names($0.name) } : []
        let dropped = isWhole ? known.columns.filter { !columns.names($0.name) } : []
        if added.count == 1, dropped.count == 1, added[0].typeName == dropped[0].typeName,
            columns.place(of: added[0].name) == known.columns.place(of: dropped[0].name)
        {
            return [.renamed(column: dropped[0].name, to: added[0].name)] + retyped
        }
        return added.map { .added(column: $0.name, type: $0.typeName) } + dropped.map { .dropped(column: $0.name) }
            + retyped
    }
}

extension TableShapes.Change: CustomStringConvertible {
    var description: String {
        switch self {
        case .added(let column, let type): "the column \(column) (\(type)) is new"
        case .dropped(let column): "the column \(column) is gone"
        case .renamed(let column, let name): "the column \(column) is called \(name)"
        case .retyped(let column, let old, let new): "the column \(column) is \(new), and was \(old)"
        }
    }
}

extension [Column] {
    fileprivate func place(of name: String) -> Int? { firstIndex { $0.name == name } }
    fileprivate func names(_ name: String) -> Bool { place(of: name) != nil }
}
