internal import ChangeModel
internal import TestSupport

/// Random changes of a table that fit each other: rows that are there are updated and deleted, unique values wander from row to row.
struct RandomChanges {
    typealias Value = BatchBuilder.Value

    static func definition(codesAreUnique: Bool) -> String {
        """
        id INT PRIMARY KEY, code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin \(codesAreUnique ? "UNIQUE" : ""), \
        d DECIMAL(12,3), b VARBINARY(20), t DATETIME(6), f DOUBLE, flag BIT(1), \
        note VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
        """
    }
    static let selectList = "id, HEX(code), d, HEX(b), t, f, HEX(flag), HEX(note)"
    private static let columns = [
        ("id", "integer"), ("code", "text"), ("d", "numeric"), ("b", "bytea"), ("t", "timestamp without time zone"),
        ("f", "double precision"), ("flag", "boolean"), ("note", "text"),
    ]

    private var random: SeededGenerator
    /// What is there: the values of each row, as they were sent.
    private var rows: [[Value]] = []
    private var codes: Set<String> = []
    private var nextIdentifier = 1
    private let sendsWholeOldImage: Bool

    init(seed: UInt64, sendsWholeOldImage: Bool) {
        random = SeededGenerator(seed: seed)
        self.sendsWholeOldImage = sendsWholeOldImage
    }

    private func relation(_ table: String, new: Bool, old: Bool) -> Relation {
        Relation(
            table: TableName(schema: "public", table: table),
            columns: Self.columns.map { name, type in
                Column(
                    name: name,
                    typeName: type,
                    isInNewImage: new,
                    isInOldImage: old && (sendsWholeOldImage || name == "id")
                )
            }.filter { $0.isInNewImage || $0.isInOldImage }
        )
    }

    /// The same changes for each of the tables.
    mutating func next(_ count: Int, for tables: [String], _ builders: inout [BatchBuilder]) {
        for _ in 0..<count {
            let kind = Int.random(in: 0..<10, using: &random)
            if kind < 6 || rows.isEmpty {
                let values = image(identifier: nextIdentifier)
                nextIdentifier += 1
                add(values)
                append(.insert, tables, &builders, new: values, old: nil)
            } else if kind < 8 {
                update(tables, &builders)
            } else {
                append(.delete, tables, &builders, new: nil, old: removeAny())
            }
        }
    }

    private mutating func update(_ tables: [String], _ builders: inout [BatchBuilder]) {
        let old = removeAny()
        var new = image(identifier: nextIdentifier)
        // Most rows keep their place.
        if Int.random(in: 0..<8, using: &random) == 0 { nextIdentifier += 1 } else { new[0] = old[0] }
        // What is not sent stays.
        for index in 1..<new.count where Int.random(in: 0..<12, using: &random) == 0 { new[index] = .absent }
        add(zip(new, old).map { value, kept in if case .absent = value { kept } else { value } })
        append(.update, tables, &builders, new: new, old: old)
    }

    private func append(
        _ operation: RowOperation,
        _ tables: [String],
        _ builders: inout [BatchBuilder],
        new: [Value]?,
        old: [Value]?
    ) {
        let oldValues = old.map { sendsWholeOldImage ? $0 : [$0[0]] } ?? []
        for (index, table) in tables.enumerated() {
            let relation = relation(table, new: new != nil, old: old != nil)
            builders[index].row(operation, relation, (new ?? []) + oldValues)
        }
    }

    private mutating func add(_ row: [Value]) {
        rows.append(row)
        if case .text(let code) = row[1] { codes.insert(code) }
    }

    private mutating func removeAny() -> [Value] {
        let row = rows.remove(at: Int.random(in: rows.indices, using: &random))
        if case .text(let code) = row[1] { codes.remove(code) }
        return row
    }

    private mutating func image(identifier: Int) -> [Value] {
        [.text("\(identifier)"), code()] + (2..<Self.columns.count).map { value($0) }
    }

    /// A code that no row has, out of few, so that one which was given back soon comes again.
    private mutating func code() -> Value {
        let candidate = "c\(Int.random(in: 0..<400, using: &random))"
        return codes.contains(candidate) ? .null : .text(candidate)
    }

    private mutating func value(_ column: Int) -> Value {
        guard Int.random(in: 0..<8, using: &random) > 0 else { return .null }
        let number = Int.random(in: -99_999...99_999, using: &random)
        switch Self.columns[column].0 {
        case "d": return .text("\(number).\(abs(number) % 1_000)")
        case "b": return .text("\\x" + ["", "00", "27", "5c275c", "ff00ff", "0a0d09"][abs(number) % 6])
        case "t": return .text("20\(10 + abs(number) % 80)-02-03 04:05:06.\(100_000 + abs(number))")
        case "f": return .text("\(Double(number) / 7)")
        case "flag": return .text(number < 0 ? "t" : "f")
        default:
            return .text(
                ["", " ", "it's", "a\\b\\N", "tab\tline\nend", "ünï 漢 😀", "NULL", "\u{0}x\u{1A}", "a "][abs(number) % 9]
            )
        }
    }
}
