/// The source, as far as the oracle needs one: the rows of all tables, and what a database would refuse.
struct OracleModel: Sendable {
    typealias Row = [OracleValue]

    let schema: OracleSchema
    private(set) var rows: [[Row]]

    init(schema: OracleSchema) {
        self.schema = schema
        rows = schema.tables.map { _ in [] }
    }

    mutating func insert(_ row: Row, into table: Int) {
        precondition(permits(row, in: table, insteadOf: nil))
        rows[table].append(row)
    }

    mutating func update(_ place: Int, of table: Int, to row: Row) {
        precondition(permits(row, in: table, insteadOf: place))
        rows[table][place] = row
    }

    /// Puts rows in the places of others, all at once; false where that is not permitted.
    mutating func exchange(_ places: [Int], of table: Int, for new: [Row]) -> Bool {
        var changed = self
        for (place, row) in zip(places, new) { changed.rows[table][place] = row }
        guard
            zip(places, new).allSatisfy({ place, row in
                changed.permits(row, in: table, insteadOf: place) && keepsChildren(of: place, table, as: row)
            })
        else { return false }
        self = changed
        return true
    }

    mutating func delete(_ place: Int, of table: Int) {
        precondition(permitsDelete(place, of: table))
        rows[table].remove(at: place)
    }

    mutating func truncate(_ table: Int) {
        precondition(permitsTruncate(table))
        rows[table] = []
    }

    /// Whether the row may come, or stand in the place of another.
    func permits(_ row: Row, in table: Int, insteadOf place: Int?) -> Bool {
        let columns = schema.tables[table].columns
        guard columns.indices.allSatisfy({ columns[$0].isNullable || row[$0] != .null }) else { return false }
        for key in schema.tables[table].uniqueKeys {
            guard let likeness = Self.likeness(row, key) else { continue }
            for (other, rival) in rows[table].enumerated() where other != place {
                if Self.likeness(rival, key) == likeness { return false }
            }
        }
        return hasParent(row, table, insteadOf: place) && place.map { keepsChildren(of: $0, table, as: row) } ?? true
    }

    func permitsDelete(_ place: Int, of table: Int) -> Bool {
        !hasChildren(rows[table][place], table, except: place)
    }

    func permitsTruncate(_ table: Int) -> Bool {
        !schema.tables.contains { $0.reference?.parent == table && $0.name != schema.tables[table].name }
    }

    /// nil where a NULL makes the row equal to none.
    private static func likeness(_ row: Row, _ key: [Int]) -> [String]? {
        let parts = key.compactMap { row[$0].likeness }
        return parts.count == key.count ? parts : nil
    }

    private func hasParent(_ row: Row, _ table: Int, insteadOf place: Int?) -> Bool {
        guard let reference = schema.tables[table].reference, row[reference.column] != .null else { return true }
        return rows[reference.parent].enumerated().contains { other, parent in
            // A row that refers to itself goes in before it could be its own parent.
            (reference.parent != table || other != place)
                && parent[reference.parentColumn].stored == row[reference.column].stored
        }
    }

    /// A parent's key stays letter by letter while it has children.
    private func keepsChildren(of place: Int, _ table: Int, as row: Row) -> Bool {
        guard let column = schema.tables[table].referableColumn else { return true }
        return rows[table][place][column] == row[column] || !hasChildren(rows[table][place], table, except: place)
    }

    private func hasChildren(_ row: Row, _ table: Int, except place: Int) -> Bool {
        for (child, candidate) in schema.tables.enumerated() {
            guard let reference = candidate.reference, reference.parent == table else { continue }
            for (other, childRow) in rows[child].enumerated() where child != table || other != place {
                let likeness = childRow[reference.column].likeness
                if likeness != nil, likeness == row[reference.parentColumn].likeness { return true }
            }
        }
        return false
    }
}
