internal import ChangeModel
internal import OpenGaussClient
internal import Telemetry

/// What the chosen dialect means for this source: settings, tables and column types that it cannot carry faithfully.
struct DialectPreflight {
    private let options: CaptureOptions
    private let system: SourceSystem
    private let tables: [SourceCatalog.Table]

    private static let subject = "source: dialect"

    init(_ options: CaptureOptions, _ system: SourceSystem, _ tables: [SourceCatalog.Table]) {
        self.options = options
        self.system = system
        self.tables = tables
    }

    func findings(_ connection: SourceConnection) throws(SourceError) -> [Finding] {
        let dialect = options.stream.dialect
        var findings = [hazard(dialect)]
        findings += try settings(connection)
        if system.isOpenGauss, try SourceCatalog(connection).setting("sql_compatibility") == "B" {
            findings += booleans(dialect)
        }
        if dialect.style == .parallelText { findings += ambiguousTables() }
        if let table = options.heartbeatTable { findings.append(heartbeat(table)) }
        return findings
    }

    private func hazard(_ dialect: Dialect) -> Finding {
        guard let hazard = dialect.hazard else {
            return Finding(.ok, Self.subject, "serial decoding, which loses nothing")
        }
        return Finding(.warning, Self.subject, hazard, remedy: "slot.parallel-decode-num: 1")
    }

    private func settings(_ connection: SourceConnection) throws(SourceError) -> [Finding] {
        let isParallel = options.stream.dialect.isParallel
        let asked = isParallel ? try SourceConnection(options.source.asOtherSessions, replication: true) : connection
        do throws(CaptureError) {
            try TextSettingsCheck.verify(isParallel: isParallel, database: system.database) {
                (name) throws(SourceError) in
                try SourceCatalog(asked).setting(name)
            }
            return [Finding(.ok, "source: settings", "values will be spelled so that they can be read back exactly")]
        } catch {
            guard case .source(let failure) = error else {
                return [Finding(.problem, "source: settings", error.description)]
            }
            throw failure
        }
    }

    /// Parallel workers take what dolphin prints for a boolean as false; see docs/opengauss.md.
    private func booleans(_ dialect: Dialect) -> [Finding] {
        guard dialect.printsBooleansThroughTheirText else { return [] }
        return tables.filter { table in table.relation.columns.contains { $0.typeName == "boolean" } }.map { table in
            Finding(
                .problem,
                "source: \(table.relation.table)",
                "it has a boolean column, and openGauss prints every boolean of a B-compatible database as false in this dialect",
                remedy: "slot.decode-style: b"
            )
        }
    }

    /// The text style writes schema and table without quotes: two tables may look the same.
    private func ambiguousTables() -> [Finding] {
        let heads = Dictionary(grouping: tables.map(\.relation.table)) { $0.schema + " " + $0.table }
        return heads.values.filter { $0.count > 1 }.map { alike in
            let names = alike.map(\.quoted).sorted().joined(separator: " and ")
            return Finding(
                .problem,
                Self.subject,
                "decode-style t writes \(names) alike, so the first change of either stops the capture",
                remedy: "slot.decode-style: b"
            )
        }
    }

    private func heartbeat(_ table: TableName) -> Finding {
        guard tables.contains(where: { $0.relation.table == table }) else {
            return Finding(
                .problem,
                "source: heartbeat",
                "there is no table \(table), or slot.white-table-list leaves it out",
                remedy: Heartbeat.definition(table)
            )
        }
        return Finding(.ok, "source: heartbeat", "\(table) is updated while nothing else commits")
    }
}
