internal import ChangeModel
internal import MySQLClient

/// Matches a table of the source to its counterpart and decides how the two are compared.
struct TablePlanner {
    let options: VerificationOptions
    let hashes: CommonHash?

    /// What came of a table: how to compare it, and what stands in the way.
    struct Plan: Sendable {
        /// nil where nothing can be compared.
        var table: ComparedTable?
        /// A table or column that the target lacks: differences by themselves.
        var problems: [String] = []
        /// What is not compared, or not in the usual way, and why.
        var notes: [String] = []
    }

    func plan(_ source: SourceTable, _ target: TargetTable?) -> Plan {
        var plan = Plan()
        let place = options.place(source.name)
        guard let target else {
            plan.problems.append("the target has no table \(place)")
            return plan
        }
        let columns = columns(source, target, &plan)
        guard !columns.isEmpty else { return plan }
        let key = Self.key(source, target, columns)
        let method = method(source, columns, key)
        if method != .ranges, let note = Self.note(method, source) { plan.notes.append(note) }
        if hashes == nil {
            guard method == .ranges else {
                plan.problems.append(
                    "it cannot be compared: the two servers share no hash function, which a table without a key in the same order on both"
                        + " sides needs; on MySQL 9.6 and later run INSTALL COMPONENT 'file://component_classic_hashing'"
                )
                return plan
            }
        }
        plan.table = ComparedTable(
            source: source.name,
            target: .init(database: target.database, table: target.name),
            columns: columns,
            key: method == .multiset ? [] : key,
            method: method,
            estimatedRows: source.estimatedRows
        )
        return plan
    }

    private func columns(_ source: SourceTable, _ target: TargetTable, _ plan: inout Plan) -> [ComparedTable.Column] {
        var columns: [ComparedTable.Column] = []
        for column in source.columns {
            let name = options.targetColumn(source.name, column.name)
            guard let counterpart = target.column(named: name) else {
                plan.problems.append("the target's table \(target.database).\(target.name) has no column \(name)")
                continue
            }
            let arraysAreJSON = options.writesArraysAsJSON
            guard
                let form = ValueForm(
                    sourceType: column.typeName,
                    target: counterpart,
                    arraysAreJSON: arraysAreJSON
                )
            else {
                plan.notes.append(
                    "the column \(column.name) is not compared: \(column.typeName) and \(counterpart.columnType) have no common form"
                )
                continue
            }
            columns.append(ComparedTable.Column(source: column, target: counterpart, form: form))
        }
        return columns
    }

    /// The source's key where the target has a unique one of the same columns, else none.
    private static func key(
        _ source: SourceTable,
        _ target: TargetTable,
        _ columns: [ComparedTable.Column]
    ) -> [Int] {
        let key = source.key.compactMap { name in columns.firstIndex { $0.source.name == name } }
        let names = Set(key.map { columns[$0].target.name.lowercased() })
        let isUnique = target.keys.contains { candidate in
            candidate.isUnique && !candidate.hasPrefixParts && !candidate.hasExpressionParts
                && !candidate.hasNullableParts && Set(candidate.columns.map { $0.lowercased() }) == names
        }
        return key.count == source.key.count && isUnique ? key : []
    }

    private func method(_ source: SourceTable, _ columns: [ComparedTable.Column], _ key: [Int]) -> ComparedTable.Method
    {
        let keyColumns = key.map { columns[$0] }
        guard !key.isEmpty, keyColumns.allSatisfy({ KeyOrder($0) != nil }) else { return .multiset }
        return keyColumns.allSatisfy { KeyOrder($0)?.isCommon ?? false } ? .ranges : .buckets
    }

    private static func note(_ method: ComparedTable.Method, _ source: SourceTable) -> String? {
        switch method {
        case .ranges: nil
        case .buckets: "its key is a text that the two sides order differently: compared by a hash of the key"
        case .multiset:
            source.key.isEmpty
                ? "it has no key: compared by the number of equal rows"
                : "the target has no such key, or none that can be looked up: compared by the number of equal rows"
        }
    }
}
