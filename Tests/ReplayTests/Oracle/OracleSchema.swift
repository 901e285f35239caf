internal import TestSupport

/// A random schema of one to five tables.
struct OracleSchema: Sendable {
    private(set) var tables: [OracleTable] = []
    /// How many different values a column takes, about: fewer make more conflicts.
    let domainSize: Int
    /// Whether the target watches over the order of parents and children; replay writes such tables in other ways.
    let hasTriggers: Bool

    private static let tablesMax = 5

    /// `collations` are those that the server has.
    init(collations: [String], _ generator: inout SeededGenerator) {
        domainSize = [5, 8, 8, 60].randomElement(using: &generator) ?? 8
        hasTriggers = Bool.random(using: &generator)
        for number in 0..<Int.random(in: 1...Self.tablesMax, using: &generator) {
            tables.append(Self.table(number, collations, &generator))
            if Int.random(in: 0..<2, using: &generator) == 0 { addReference(&generator) }
        }
    }

    private static func table(_ number: Int, _ collations: [String], _ generator: inout SeededGenerator) -> OracleTable
    {
        let isKeyless = Int.random(in: 0..<5, using: &generator) == 0
        let keyCount = isKeyless ? 0 : Int.random(in: 1...3, using: &generator)
        var columns: [OracleColumn] = []
        var keys: [[Int]] = []
        let hasPrimaryKey = Int.random(in: 0..<6, using: &generator) != 0
        for key in 0..<keyCount {
            let isPrimary = key == 0 && hasPrimaryKey
            let width = Int.random(in: 0..<3, using: &generator) == 0 ? 2 : 1
            keys.append(Array(columns.count..<(columns.count + width)))
            for _ in 0..<width {
                let isNullable = !isPrimary && Int.random(in: 0..<3, using: &generator) == 0
                columns.append(column(columns.count, collations, isNullable: isNullable, &generator))
            }
        }
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
            columns.append(column(columns.count, collations, isNullable: true, &generator))
        }
        return OracleTable(
            name: "t\(number)",
            columns: columns,
            uniqueKeys: keys,
            hasPrimaryKey: hasPrimaryKey && !isKeyless,
            identity: identity(keys, columns, &generator)
        )
    }

    private static func column(
        _ number: Int,
        _ collations: [String],
        isNullable: Bool,
        _ generator: inout SeededGenerator
    ) -> OracleColumn {
        let collation = collations.randomElement(using: &generator) ?? "utf8mb4_bin"
        let kinds: [OracleKind] = [
            .integer, .integer, .decimal, .moment, .bytes, .text(collation: collation), .text(collation: collation),
            .character(collation: collation),
        ]
        return OracleColumn(
            name: "c\(number)",
            kind: kinds.randomElement(using: &generator) ?? .integer,
            isNullable: isNullable
        )
    }

    /// FULL, or any key without nullable columns, as a source allows it.
    private static func identity(
        _ keys: [[Int]],
        _ columns: [OracleColumn],
        _ generator: inout SeededGenerator
    ) -> OracleTable.Identity {
        let usable = keys.indices.filter { key in keys[key].allSatisfy { !columns[$0].isNullable } }
        guard let first = usable.first, Int.random(in: 0..<2, using: &generator) == 0 else { return .full }
        let isOdd = Int.random(in: 0..<6, using: &generator) == 0
        return .key(isOdd ? usable.randomElement(using: &generator) ?? first : first)
    }

    /// The last table gets one more column, which refers to any table so far.
    private mutating func addReference(_ generator: inout SeededGenerator) {
        let parents = tables.indices.filter { tables[$0].referableColumn != nil }
        let child = tables.count - 1
        guard let parent = parents.randomElement(using: &generator), let column = tables[parent].referableColumn else {
            return
        }
        tables[child].reference = OracleTable.Reference(
            column: tables[child].columns.count,
            parent: parent,
            parentColumn: column
        )
        tables[child].columns.append(
            OracleColumn(name: "r", kind: tables[parent].columns[column].kind, isNullable: true)
        )
    }
}
