import ChangeModel

/// Writes records as lines: the JSON of `spool dump --json`, which is a stable contract, or one readable line a record.
struct ChangeWriter {
    private let isJSON: Bool
    private let tables: Set<String>
    private var output = StandardOutput()
    private var line = JSONLine()
    /// A transaction's begin is written with its first change that was asked for.
    private var heldBegin: TransactionBegin?
    private var isTransactionWritten = false

    /// `tables` are spelled `schema.table`; empty for all.
    init(isJSON: Bool, tables: [String]) {
        self.isJSON = isJSON
        self.tables = Set(tables)
    }

    mutating func write(_ record: ChangeRecord, of batch: borrowing ChangeBatch) {
        switch record {
        case .begin(let begin):
            heldBegin = begin
            isTransactionWritten = false
            if tables.isEmpty { writeBegin() }
        case .row(let change):
            guard isWanted(batch.relations[change.relation].table) else { return }
            writeBegin()
            writeRow(change, batch)
        case .truncate(let index):
            let truncation = batch.truncations[index]
            guard truncation.tables.contains(where: { isWanted($0) }) else { return }
            writeBegin()
            writeTruncation(truncation)
        case .schemaChange(let index):
            guard tables.isEmpty else { return }
            writeBegin()
            writeSchemaChange(batch.schemaChanges[index])
        case .commit(let commit):
            if isTransactionWritten { writeCommit(commit) }
        case .position:
            break
        }
    }

    mutating func flush() { output.flush() }

    private func isWanted(_ table: TableName) -> Bool {
        tables.isEmpty || tables.contains(table.description)
    }

    private mutating func end() {
        line.newline()
        output.append(line.bytes)
        line.removeAll()
    }

    private mutating func say(_ text: String) {
        output.append(Array((text + "\n").utf8))
    }

    private mutating func writeBegin() {
        guard let begin = heldBegin else { return }
        heldBegin = nil
        isTransactionWritten = true
        guard isJSON else { return say("begin xid=\(begin.transactionIdentifier.map { String($0) } ?? "?")") }
        line.beginObject()
        line.field("op", "begin")
        line.field("xid", begin.transactionIdentifier)
        line.field("csn", begin.commitSequenceNumber)
        line.endObject()
        end()
    }

    private mutating func writeCommit(_ commit: TransactionCommit) {
        guard isJSON else { return say("commit \(commit.position) \(commit.time?.description ?? "?")") }
        line.beginObject()
        line.field("op", "commit")
        line.field("position", commit.position.description)
        line.field("xid", commit.transactionIdentifier)
        line.field("commit_time", commit.time?.description)
        line.endObject()
        end()
    }

    private mutating func writeTruncation(_ truncation: Truncation) {
        let names = truncation.tables.map(\.description)
        let flags =
            (truncation.restartsSequences ? " restart identity" : "") + (truncation.cascades ? " cascade" : "")
        guard isJSON else { return say("  truncate \(names.joined(separator: ", "))\(flags)") }
        line.beginObject()
        line.field("op", "truncate")
        line.key("tables")
        line.beginArray()
        for name in names { line.value(name) }
        line.endArray()
        line.field("restart_identity", truncation.restartsSequences)
        line.field("cascade", truncation.cascades)
        line.endObject()
        end()
    }

    private mutating func writeSchemaChange(_ change: SchemaChange) {
        guard isJSON else { return say("  schema change: \(change.text)") }
        line.beginObject()
        line.field("op", "schema_change")
        line.field("text", change.text)
        line.endObject()
        end()
    }

    private mutating func writeRow(_ change: RowChange, _ batch: borrowing ChangeBatch) {
        let relation = batch.relations[change.relation]
        guard isJSON else { return say("  \(change.operation) \(relation.table)") }
        line.beginObject()
        line.field("op", "\(change.operation)")
        line.field("schema", relation.table.schema)
        line.field("table", relation.table.table)
        let firstOld = change.firstValue + relation.newColumnIndices.count
        if change.operation != .delete {
            writeImage("new", relation, relation.newColumnIndices, change.firstValue, batch)
        }
        if change.operation != .insert { writeImage("old", relation, relation.oldColumnIndices, firstOld, batch) }
        line.key("types")
        line.beginObject()
        for column in relation.columns { line.field(column.name, column.typeName) }
        line.endObject()
        line.endObject()
        end()
    }

    private mutating func writeImage(
        _ name: String,
        _ relation: Relation,
        _ columns: [Int],
        _ firstValue: Int,
        _ batch: borrowing ChangeBatch
    ) {
        line.key(name)
        line.beginObject()
        for (place, column) in columns.enumerated() {
            let slot = batch.values[firstValue + place]
            if slot.isAbsent { continue }
            line.key(relation.columns[column].name)
            if let range = slot.range { line.value(batch.bytes.span.extracting(range)) } else { line.null() }
        }
        line.endObject()
    }
}
