package import ChangeModel
internal import MySQLClient
package import Telemetry

/// Looks at the target before a replay: may it be written, and is there a place for every column.
package struct TargetPreflight {
    package private(set) var findings: [Finding] = []
    private let options: ReplayOptions

    /// `tables` are the source's, with the columns of the identity in the old image.
    package init(options: ReplayOptions, tables: [Relation]) {
        self.options = options
        do throws(MySQLError) {
            let session = try TargetSession(options)
            let settings = try ServerSettings(connection: session.connection)
            note(.ok, "target", "\(options.target.endpoint) answers: \(session.connection.serverVersion)")
            checkServer(settings)
            checkLoads(session)
            try checkQuarantine(session.connection)
            checkRights(settings, databases(of: tables))
            findings +=
                MappingCheck(
                    options.mapping,
                    tables: tables,
                    namesHaveCase: settings.lowerCaseTableNames == 0,
                    ownTables: options.ownTables
                ).findings
            try checkTables(tables, TargetSchemaReader(connection: session.connection))
        } catch {
            note(.problem, "target", ReplayError.target(error).description)
        }
    }

    private mutating func note(
        _ severity: Finding.Severity,
        _ subject: String,
        _ sentence: String,
        remedy: String? = nil
    ) {
        findings.append(Finding(severity, subject, sentence, remedy: remedy))
    }

    private func databases(of tables: [Relation]) -> [String] {
        let targets = tables.compactMap { options.mapping.target(of: $0.table)?.database }
        return Set(targets + [options.database]).sorted()
    }

    private mutating func checkServer(_ settings: ServerSettings) {
        note(
            .ok,
            "target: sql_mode",
            "the session sets its own sql_mode; the server's is \(settings.sqlModes.sorted().joined(separator: ","))"
        )
        let packetMegabytes = settings.maximumPacketBytes >> 20
        let isSmall = settings.maximumPacketBytes < 16 << 20
        note(
            isSmall ? .warning : .ok,
            "target: max_allowed_packet",
            "max_allowed_packet is \(packetMegabytes) MB: no row may be larger",
            remedy: isSmall ? "SET GLOBAL max_allowed_packet = 1073741824;" : nil
        )
        if settings.isReadOnly {
            note(.problem, "target: read_only", "the server is read-only", remedy: "SET GLOBAL read_only = OFF;")
        }
        if let flush = settings.flushLogAtCommit, flush != 1 {
            note(
                .warning,
                "target: durability",
                "innodb_flush_log_at_trx_commit is \(flush): a crash of the server may undo its last transactions, and their"
                    + " progress with them, so that they are applied again",
                remedy: "SET GLOBAL innodb_flush_log_at_trx_commit = 1;"
            )
        }
    }

    private mutating func checkLoads(_ session: TargetSession) {
        guard options.loadsData else { return }
        let sentence =
            session.allowsLoads
            ? "local_infile is on: long runs of inserts go in by LOAD DATA LOCAL, from memory"
            : "local_infile is off: inserts go in by INSERTs of many rows, which takes the server more time; SET GLOBAL local_infile = ON"
                + " lets replay use LOAD DATA LOCAL, from memory, which reads no file"
        note(.ok, "target: local_infile", sentence)
    }

    private mutating func checkQuarantine(_ connection: MySQLConnection) throws(MySQLError) {
        let table = QuarantineTable(database: options.database, table: options.quarantineTable)
        guard try table.exists(on: connection) else { return }
        let counts = try table.counts(of: nil, on: connection)
        let held = QuarantineState.holdingBack.reduce(0) { $0 + (counts[$1] ?? 0) }
        guard held > 0 else { return }
        note(
            .warning,
            "target: quarantine",
            "\(held) rows are held or wait behind such, so that the target lacks them",
            remedy: "reverse-migration quarantine ls, and retry, edit or drop"
        )
    }

    private mutating func checkRights(_ settings: ServerSettings, _ databases: [String]) {
        for database in databases {
            let wanted: [GrantList.Privilege] =
                database == options.database
                ? [.select, .insert, .update, .delete, .create] : [.select, .insert, .update, .delete]
            let missing = wanted.filter { settings.grants.answer($0, onDatabase: database) == .no }
            let list = missing.map { $0.rawValue.uppercased() }.joined(separator: ", ")
            if missing.isEmpty {
                note(.ok, "target: rights", "\(options.target.user) may read and write \(database)")
            } else {
                let remedy =
                    "GRANT \(list) ON \(SQLQuoting.identifier(database)).* TO \(SQLQuoting.literal(options.target.user));"
                note(.problem, "target: rights", "\(options.target.user) lacks \(list) on \(database)", remedy: remedy)
            }
            checkTriggerRight(settings, database)
        }
    }

    private mutating func checkTriggerRight(_ settings: ServerSettings, _ database: String) {
        guard settings.grants.answer(.trigger, onDatabase: database) != .yes else { return }
        let sentence =
            "without the TRIGGER privilege on \(database) replay cannot see whether its tables have triggers, and takes them to have some:"
            + " updates are written one by one, which takes the server twice as long"
        let remedy =
            "GRANT TRIGGER ON \(SQLQuoting.identifier(database)).* TO \(SQLQuoting.literal(options.target.user));"
        note(.warning, "target: triggers", sentence, remedy: remedy)
    }

    private mutating func checkTables(_ tables: [Relation], _ schema: TargetSchemaReader) throws(MySQLError) {
        let destinations = tables.compactMap { source in options.mapping.target(of: source.table).map { (source, $0) } }
        var complete = 0
        for (source, name) in destinations {
            guard let target = try schema.table(database: name.database, name: name.table) else {
                try noteMissing(source.table, name, schema)
                continue
            }
            let before = findings.count
            checkTable(source, target)
            if findings.count == before { complete += 1 }
        }
        note(.ok, "target: tables", "\(complete) of \(destinations.count) tables are ready")
    }

    /// Names that a migration has folded are the likeliest reason.
    private mutating func noteMissing(
        _ table: TableName,
        _ name: TargetName,
        _ schema: TargetSchemaReader
    ) throws(MySQLError) {
        let near = try schema.tableNames(database: name.database).filter { $0.lowercased() == name.table.lowercased() }
        let hint = near.first.map {
            "; there is \(name.database).\($0), whose name differs in case: mapping.tables can name it"
        }
        note(
            .problem,
            "target: \(table)",
            "there is no table \(name) to take its changes\(hint ?? "")",
            remedy:
                "create the table, say with mapping.schemas or mapping.tables where the changes go, or leave it out with mapping.exclude"
        )
    }

    private mutating func checkTable(_ source: Relation, _ target: TargetTable) {
        let name = TargetName(target)
        if let engine = target.engine, engine.lowercased() != "innodb" {
            let remedy = "ALTER TABLE \(name.quoted) ENGINE=InnoDB;"
            note(.problem, "target: \(name)", "its engine is \(engine), which has no transactions", remedy: remedy)
        }
        if target.isView { note(.problem, "target: \(name)", "it is a view, not a table") }
        if target.triggerCount > 0 {
            note(
                .warning,
                "target: \(name)",
                "it has \(target.triggerCount) triggers, which fire for replayed changes too, though the source's have fired already"
            )
        }
        let match = ColumnMatch(source, target, options.mapping, isWholeRow: true)
        for problem in match.problems { note(problem, match, target) }
        for (column, place) in zip(source.columns, match.targets) { checkType(column, of: source.table, place, target) }
        if let finding = RowFindingCheck(match, target).finding { findings.append(finding) }
    }

    private mutating func note(_ problem: ColumnMatch.Problem, _ match: ColumnMatch, _ target: TargetTable) {
        let (table, subject) = (match.source.table, "target: \(TargetName(target))")
        switch problem {
        case .missing(let column, let wanted):
            let sentence =
                "it lacks the column \(wanted)" + (wanted == column ? "" : ", which mapping.columns gives to \(column)")
                + " of the source's \(table)"
            let lacked = match.missing.filter { $0.name == wanted }
            note(
                options.leavesOutNewColumns ? .warning : .problem,
                subject,
                sentence,
                remedy: "\(TargetAlteration.adding(lacked, to: TargetName(target)));"
            )
        case .collision(let first, let second, let column):
            let sentence =
                "the columns \(first) and \(second) of the source's \(table) would both be written to its column \(column)"
            note(.problem, subject, sentence)
        case .unfilled(let column):
            let sentence =
                "its column \(column.name) is NOT NULL without a default, and the source has no such column"
            note(.problem, subject, sentence, remedy: "\(TargetAlteration.freeing(column, of: target));")
        }
    }

    /// What the target computes is never written.
    private mutating func checkType(
        _ column: Column,
        of table: TableName,
        _ place: TargetColumn?,
        _ target: TargetTable
    ) {
        guard let place, !place.isGenerated,
            ValueEncoding(source: column, of: table, target: place, policies: options.valuePolicies) == nil
        else { return }
        note(
            .problem,
            "target: \(TargetName(target))",
            "the source's type \(column.typeName) of \(column.name) cannot be written into \(place.columnType)",
            remedy: "\(TargetAlteration.retyping(place, of: target, to: column));"
        )
    }
}
