internal import ChangeModel

/// A column of the oracle's tables.
struct OracleColumn: Sendable {
    let name: String
    let kind: OracleKind
    let isNullable: Bool
}

/// One table of a random schema: the same on the source, which is only thought of, and on the target, which is real.
struct OracleTable: Sendable {
    /// What the source's old images hold.
    enum Identity: Sendable {
        case full
        /// The columns of one unique key, given by its place in `uniqueKeys`.
        case key(Int)
    }

    /// A foreign key to the one column of another table's primary key, or of its own.
    struct Reference: Sendable {
        let column: Int
        let parent: Int
        let parentColumn: Int
    }

    let name: String
    var columns: [OracleColumn]
    /// Each a list of columns; the first is the primary key where there is one.
    let uniqueKeys: [[Int]]
    let hasPrimaryKey: Bool
    var reference: Reference?
    let identity: Identity

    /// The columns of the source's old image.
    var identityColumns: [Int] {
        switch identity {
        case .full: Array(columns.indices)
        case .key(let key): uniqueKeys[key].sorted()
        }
    }

    /// The one column of the primary key, to which others may refer.
    var referableColumn: Int? {
        hasPrimaryKey && uniqueKeys[0].count == 1 ? uniqueKeys[0][0] : nil
    }

    func relation(_ operation: RowOperation) -> Relation {
        let old = operation == .insert ? [] : identityColumns
        let shown = operation == .delete ? old : Array(columns.indices)
        return Relation(
            table: TableName(schema: "public", table: name),
            columns: shown.map { index in
                Column(
                    name: columns[index].name,
                    typeName: columns[index].kind.sourceType,
                    isInNewImage: operation != .delete,
                    isInOldImage: old.contains(index)
                )
            }
        )
    }

    func definition(referring parents: [OracleTable]) -> String {
        var lines = columns.map { "\($0.name) \($0.kind.definition) \($0.isNullable ? "NULL" : "NOT NULL")" }
        for (number, key) in uniqueKeys.enumerated() {
            let names = key.map { columns[$0].name }.joined(separator: ", ")
            lines.append(hasPrimaryKey && number == 0 ? "PRIMARY KEY (\(names))" : "UNIQUE KEY u\(number) (\(names))")
        }
        if let reference {
            let parent = parents[reference.parent]
            lines.append(
                "FOREIGN KEY (\(columns[reference.column].name)) REFERENCES"
                    + " \(parent.name) (\(parent.columns[reference.parentColumn].name))"
            )
        }
        return "CREATE TABLE \(name) (\(lines.joined(separator: ", "))) ENGINE=InnoDB CHARACTER SET utf8mb4"
    }

    /// Triggers that hold up a change now and then, so that what must not overtake it has the time to try.
    var dawdlers: [String] {
        ["INSERT", "UPDATE", "DELETE"].map { operation in
            "CREATE TRIGGER \(name)_dawdles_at_\(operation) AFTER \(operation) ON \(name) FOR EACH ROW"
                + " IF RAND() < 0.05 THEN DO SLEEP(0.01); END IF"
        }
    }

    /// Replay switches foreign keys off, so that triggers must tell when a child comes before its parent, or goes after it.
    func watchers(referring parents: [OracleTable]) -> [String] {
        guard let reference, parents[reference.parent].name != name else { return [] }
        let parent = parents[reference.parent]
        let (child, key) = (columns[reference.column].name, parent.columns[reference.parentColumn].name)
        let orphan =
            "IF NEW.\(child) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \(parent.name) WHERE \(key) = NEW.\(child)) THEN"
        let childless = "IF EXISTS (SELECT 1 FROM \(name) WHERE \(child) = OLD.\(key)"
        let complain = "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'out of order'; END IF"
        return [
            "CREATE TRIGGER \(name)_insert BEFORE INSERT ON \(name) FOR EACH ROW \(orphan) \(complain)",
            "CREATE TRIGGER \(name)_update BEFORE UPDATE ON \(name) FOR EACH ROW \(orphan) \(complain)",
            "CREATE TRIGGER \(name)_parent_goes BEFORE DELETE ON \(parent.name) FOR EACH ROW \(childless)) THEN \(complain)",
            "CREATE TRIGGER \(name)_parent_moves BEFORE UPDATE ON \(parent.name) FOR EACH ROW"
                + " \(childless)) AND NOT (NEW.\(key) <=> OLD.\(key)) THEN \(complain)",
        ]
    }
}
