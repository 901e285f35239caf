internal import ChangeModel
internal import Telemetry

/// Looks at the mapping beside the tables of the source: does it name what is there, and does each table have a target of its own.
struct MappingCheck {
    private let mapping: TableMapping
    private let tables: [Relation]
    private let namesHaveCase: Bool
    private let ownTables: [OwnTable]
    private(set) var findings: [Finding] = []

    /// `namesHaveCase` says how the target tells its tables apart.
    init(_ mapping: TableMapping, tables: [Relation], namesHaveCase: Bool, ownTables: [OwnTable]) {
        self.mapping = mapping
        self.tables = tables
        self.namesHaveCase = namesHaveCase
        self.ownTables = ownTables
        checkNames()
        checkColumns()
        checkPatterns()
        checkOwnTables()
        if !mapping.mergesTables { checkTargets() }
        countOmissions()
    }

    private mutating func warn(_ sentence: String) {
        findings.append(Finding(.warning, "target: mapping", sentence))
    }

    /// A name that is not there is most likely misspelt.
    private mutating func checkNames() {
        let names = Set(tables.map(\.table))
        let schemas = Set(names.map(\.schema))
        for schema in mapping.schemas.keys.sorted() where !schemas.contains(schema) {
            warn("mapping.schemas names \(schema), a schema without tables that are captured")
        }
        for table in mapping.tables.keys.sorted(by: Self.inOrder) {
            if !names.contains(table) {
                warn("mapping.tables names \(table), which is no table of the source that is captured")
            } else if !mapping.isIncluded(table) {
                warn("mapping.tables names \(table), which mapping.include and mapping.exclude leave out")
            }
        }
    }

    private mutating func checkColumns() {
        let relations = Dictionary(tables.map { ($0.table, $0) }, uniquingKeysWith: { first, _ in first })
        for table in mapping.columns.keys.sorted(by: Self.inOrder) {
            guard let relation = relations[table] else {
                warn("mapping.columns names \(table), which is no table of the source that is captured")
                continue
            }
            for column in (mapping.columns[table] ?? [:]).keys.sorted()
            where !relation.columns.contains(where: { $0.name == column }) {
                warn("mapping.columns names \(table).\(column), but the table has no such column")
            }
        }
    }

    private mutating func checkPatterns() {
        for (key, patterns) in [("include", mapping.includes), ("exclude", mapping.excludes)] {
            for pattern in patterns where !tables.contains(where: { pattern.matches($0.table) }) {
                warn("mapping.\(key) names \(pattern), which no table of the source that is captured matches")
            }
        }
    }

    private mutating func checkOwnTables() {
        for table in tables.map(\.table) {
            guard let target = mapping.target(of: table),
                let own = ownTables.first(where: { folded($0.name) == folded(target) })
            else { continue }
            let sentence = "the changes of \(table) would go there, where replay keeps \(own.content)"
            let remedy = "send them elsewhere with mapping.tables, or name another \(own.option)"
            findings.append(Finding(.problem, "target: \(target)", sentence, remedy: remedy))
        }
    }

    private mutating func checkTargets() {
        var writers: [TargetName: TableName] = [:]
        for table in tables.map(\.table) {
            guard case .target(let target) = mapping.destination(of: table) else { continue }
            guard let other = writers.updateValue(table, forKey: folded(target)) else { continue }
            findings.append(
                Finding(
                    .problem,
                    "target: \(target)",
                    "the changes of \(other) and of \(table) would both go there",
                    remedy:
                        "send one of them elsewhere with mapping.tables or mapping.schemas, or say mapping.merge: true"
                )
            )
        }
    }

    private mutating func countOmissions() {
        let omitted = tables.count(where: { !mapping.isIncluded($0.table) })
        guard omitted > 0 else { return }
        let sentence = "\(omitted) of \(tables.count) tables are left out by mapping.include and mapping.exclude"
        findings.append(Finding(.ok, "target: mapping", sentence))
    }

    private func folded(_ name: TargetName) -> TargetName {
        namesHaveCase ? name : name.lowercased
    }

    private static func inOrder(_ left: TableName, _ right: TableName) -> Bool {
        (left.schema, left.table) < (right.schema, right.table)
    }
}
