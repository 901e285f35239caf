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
            checkRights(settings, databases(of: tables))
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
        Set(tables.map { TablePlanner.database(for: $0.table.schema, options) } + [options.database]).sorted()
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
        }
    }

    private mutating func checkTables(_ tables: [Relation], _ schema: TargetSchemaReader) throws(MySQLError) {
        var complete = 0
        for source in tables {
            let database = TablePlanner.database(for: source.table.schema, options)
            guard let target = try schema.table(database: database, name: source.table.table) else {
                note(
                    .problem,
                    "target: \(source.table)",
                    "there is no table \(database).\(source.table.table) to take its changes",
                    remedy:
                        "create the table, map the schema with mapping.schemas, or name the others in slot.white-table-list"
                )
                continue
            }
            let before = findings.count
            checkTable(source, target)
            if findings.count == before { complete += 1 }
        }
        note(.ok, "target: tables", "\(complete) of \(tables.count) tables are ready")
    }

    private mutating func checkTable(_ source: Relation, _ target: TargetTable) {
        let name = "\(target.database).\(target.name)"
        if let engine = target.engine, engine.lowercased() != "innodb" {
            let remedy =
                "ALTER TABLE \(SQLQuoting.identifier(target.database)).\(SQLQuoting.identifier(target.name)) ENGINE=InnoDB;"
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
        for column in source.columns { checkColumn(column, source, target, name) }
        for column in target.columns
        where !column.isNullable && !column.hasDefault && !column.isGenerated && !column.isAutoIncrement
            && !source.columns.contains(where: { $0.name.lowercased() == column.name.lowercased() })
        {
            note(
                .problem,
                "target: \(name)",
                "its column \(column.name) is NOT NULL without a default, and the source has no such column"
            )
        }
    }

    private mutating func checkColumn(_ column: Column, _ source: Relation, _ target: TargetTable, _ name: String) {
        guard let place = target.column(named: column.name) else {
            note(.problem, "target: \(name)", "it lacks the column \(column.name) of the source's \(source.table)")
            return
        }
        if ValueEncoding(source: column, of: source.table, target: place, policies: options.valuePolicies) == nil {
            note(
                .problem,
                "target: \(name)",
                "the source's type \(column.typeName) of \(column.name) cannot be written into \(place.columnType) yet"
            )
        }
    }
}
