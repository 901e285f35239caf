internal import ChangeModel

/// Takes verdicts on rows of one table: counts them, finds out which columns differ, hands them on and writes their repair.
struct DifferenceSink {
    let sides: BothSides
    let source: TableQueries
    let target: TableQueries
    let report: @Sendable (RowDifference) -> Void
    /// nil where no repair is wanted.
    let repair: RepairScript?

    private static let keysPerStatement = 100
    private var table: ComparedTable { source.table }

    init(
        sides: BothSides,
        source: TableQueries,
        target: TableQueries,
        report: @escaping @Sendable (RowDifference) -> Void,
        repair: RepairScript?
    ) {
        self.sides = sides
        self.source = source
        self.target = target
        self.report = report
        self.repair = repair
    }

    /// Counts the verdicts into `result`.
    func take(_ verdicts: [Verdict], into result: inout TableResult) throws(VerificationError) {
        guard !verdicts.isEmpty else { return }
        table.method == .multiset ? try takeContents(verdicts, &result) : try takeKeys(verdicts, &result)
    }

    private func takeKeys(_ verdicts: [Verdict], _ result: inout TableResult) throws(VerificationError) {
        for start in stride(from: 0, to: verdicts.count, by: Self.keysPerStatement) {
            let some = Array(verdicts[start..<min(start + Self.keysPerStatement, verdicts.count)])
            let columns = try differingColumns(some.filter { $0.kind == .different }.map(\.identity))
            for verdict in some {
                let kind = Self.kind(verdict.kind)
                result.count(kind)
                report(
                    RowDifference(
                        table: table.source,
                        kind: kind,
                        key: keyValues(verdict.identity),
                        columns: columns[verdict.identity]?.map { table.columns[$0].source.name } ?? [],
                        sourceRows: nil,
                        targetRows: nil
                    )
                )
            }
            try repair?.write(some, columns, source, target, sides.source)
        }
    }

    private func takeContents(_ verdicts: [Verdict], _ result: inout TableResult) throws(VerificationError) {
        for verdict in verdicts {
            let ours = verdict.sourceState.flatMap { Int($0) } ?? 0,
                theirs = verdict.targetState.flatMap { Int($0) } ?? 0
            let isUnsettled = verdict.kind == .unsettled
            let kind: RowDifference.Kind = isUnsettled ? .unsettled : ours > theirs ? .missing : .extra
            result.count(kind, rows: isUnsettled ? 1 : abs(ours - theirs))
            report(
                RowDifference(
                    table: table.source,
                    kind: kind,
                    key: [],
                    columns: [],
                    sourceRows: isUnsettled ? nil : ours,
                    targetRows: isUnsettled ? nil : theirs
                )
            )
            try repair?.write(content: verdict, ours - theirs, source, target, sides.source)
        }
    }

    private static func kind(_ kind: Verdict.Kind) -> RowDifference.Kind {
        switch kind {
        case .missing: .missing
        case .extra: .extra
        case .different: .different
        case .unsettled: .unsettled
        }
    }

    /// Indices of the columns in which the sides differ, by key. A row that has become equal or gone in the meantime has none.
    private func differingColumns(_ keys: [[String]]) throws(VerificationError) -> [[String]: [Int]] {
        guard !keys.isEmpty else { return [:] }
        let source = source, target = target
        let (ours, theirs) = try sides.ask { session throws(VerificationError) in
            try Self.columnForms(keys, source, session)
        } _: { session throws(VerificationError) in
            try Self.columnForms(keys, target, session)
        }
        return ours.reduce(into: [:]) { found, row in
            guard let other = theirs[row.key] else { return }
            found[row.key] = row.value.indices.filter { row.value[$0] != other[$0] }
        }
    }

    private static func columnForms(
        _ keys: [[String]],
        _ queries: TableQueries,
        _ session: any DatabaseSession
    ) throws(VerificationError) -> [[String]: [String?]] {
        let table = queries.table
        var found: [[String]: [String?]] = [:]
        for cells in try session.rows(queries.columnHashes(keys), to: "look at columns of \(table.source)") {
            let key = cells[..<table.key.count].map { $0 ?? "" }
            found[key] = zip(table.columns, cells.dropFirst(table.key.count)).map { column, cell in
                cell.map { column.form.normalized($0) }
            }
        }
        return found
    }

    private func keyValues(_ key: [String]) -> [RowDifference.KeyValue] {
        zip(table.keyColumns, key).map { column, text in
            guard case .text = column.form else { return .init(column: column.source.name, value: text) }
            return .init(column: column.source.name, value: Hexadecimal.text(text))
        }
    }
}
