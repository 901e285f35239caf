package import ChangeModel
package import OpenGaussClient
package import Telemetry

/// Looks at the source before a capture: may it be read, and will every change say which row it means.
package struct SourcePreflight {
    package private(set) var findings: [Finding] = []
    /// The source's tables, for the target's side of the check; empty where the source does not answer.
    package private(set) var tables: [SourceCatalog.Table] = []

    /// What `leavesOut` names is captured and never replayed, so that it needs no identity.
    package init(_ options: CaptureOptions, leavesOut: (TableName) -> Bool = { _ in false }) {
        let source = options.source
        do throws(SourceError) {
            let connection = try SourceConnection(source, replication: true)
            let system = try SourceSystem(connection)
            note(.ok, "source", "\(connection.host):\(connection.port) answers: \(system.versionText.prefix(40))…")
            let catalog = SourceCatalog(connection)
            try checkServer(catalog, connection, source)
            try checkSlot(catalog, connection, system, options)
            let list = WhiteTableList(options.stream.whiteTableList)
            tables = try catalog.tables().filter { list.admits($0.relation.table) }
            checkIdentities(tables.filter { !leavesOut($0.relation.table) })
            findings += try DialectPreflight(options, system, tables).findings(connection)
        } catch {
            note(.problem, "source", error.description)
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

    private mutating func checkServer(
        _ catalog: SourceCatalog,
        _ connection: SourceConnection,
        _ source: SourceOptions
    ) throws(SourceError) {
        let level = try catalog.setting("wal_level") ?? ""
        if level == "logical" {
            note(.ok, "source: wal_level", "wal_level is logical")
        } else {
            let remedy = "ALTER SYSTEM SET wal_level = logical;  -- then restart the server"
            note(.problem, "source: wal_level", "wal_level is \(level), so nothing can be decoded", remedy: remedy)
        }
        if try catalog.mayReplicate() {
            note(.ok, "source: rights", "\(source.user) may replicate")
        } else {
            let remedy = "ALTER ROLE \(SourceQuoting.identifier(source.user)) REPLICATION;"
            note(.problem, "source: rights", "\(source.user) may not replicate", remedy: remedy)
        }
        note(
            .ok,
            "source: encoding",
            "the database is encoded in \(connection.parameter("server_encoding") ?? "unknown")"
        )
    }

    private mutating func checkSlot(
        _ catalog: SourceCatalog,
        _ connection: SourceConnection,
        _ system: SourceSystem,
        _ options: CaptureOptions
    ) throws(SourceError) {
        let name = options.slot
        let limit = Int(try catalog.setting("max_replication_slots") ?? "") ?? 0
        let used = try catalog.slotCount()
        let found = try ReplicationSlot.find(name, on: connection)
        let isFull = found == nil && used >= limit
        note(
            isFull ? .problem : .ok,
            "source: slots",
            "\(used) of \(limit) replication slots are used",
            remedy: isFull ? "ALTER SYSTEM SET max_replication_slots = \(limit + 10);  -- then restart the server" : nil
        )
        guard let slot = found else {
            note(
                .warning,
                "source: slot",
                "there is no slot \(name) yet: changes are kept from its creation on",
                remedy: "reverse-migration create"
            )
            return
        }
        do throws(CaptureError) {
            try SlotCheck.verify(
                slot,
                plugin: options.plugin,
                database: system.database,
                spoolEnd: nil,
                directory: options.spoolDirectory
            )
            let confirmed = slot.confirmedPosition.map { " up to \($0)" } ?? ""
            let behind = slot.restartPosition.map { system.logPosition.bytes(since: $0) >> 20 } ?? 0
            note(
                .ok,
                "source: slot",
                "the slot \(name) is there, read\(confirmed); the server keeps \(behind) MB of log for it"
                    + (slot.isActive ? "; a capture is reading it" : "")
            )
        } catch {
            note(
                .problem,
                "source: slot",
                error.description,
                remedy: "reverse-migration drop && reverse-migration create"
            )
        }
    }

    private mutating func checkIdentities(_ tables: [SourceCatalog.Table]) {
        for table in tables where !table.namesItsRows {
            let identity = IdentityAdvice(table)
            note(
                .problem,
                "source: \(table.relation.table)",
                identity.reason + ", so the first UPDATE or DELETE of it stops the replay",
                remedy: identity.remedy
            )
        }
        note(
            .ok,
            "source: tables",
            "\(tables.count) tables, \(tables.filter(\.namesItsRows).count) of them name their rows"
        )
    }
}
