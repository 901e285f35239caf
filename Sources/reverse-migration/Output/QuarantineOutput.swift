import ChangeModel
import Replay

/// Prints rows of the quarantine: a table without values, one row with all of them, or JSON, which is a stable contract.
struct QuarantineOutput {
    private let isJSON: Bool
    private var table = Self.emptyTable
    private var count = 0

    /// So many rows have columns of one width.
    private static let rowsPerTable = 1_000

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    private static var emptyTable: TextTable {
        TextTable(
            header: ["id", "state", "table", "operation", "misfit", "position", "recorded at", "reason"],
            rightAligned: [0]
        )
    }

    mutating func append(_ row: QuarantinedRow) {
        guard !isJSON else { return print(Self.json(row, nil)) }
        table.append([
            String(row.identifier), row.state.rawValue, row.sourceTable, row.operation, row.misfit?.rawValue ?? "-",
            row.position.description, row.recordedAt, row.reason,
        ])
        count += 1
        if count % Self.rowsPerTable == 0 { flush() }
    }

    mutating func end() {
        guard !isJSON else { return }
        guard count > 0 else { return CommonOptions.say("no such row was set aside") }
        if count % Self.rowsPerTable > 0 { flush() }
    }

    private mutating func flush() {
        for line in table.lines { print(line) }
        table = Self.emptyTable
    }

    static func lines(_ row: QuarantinedRow, _ change: StoredRow) -> [String] {
        let head = [
            "id          \(row.identifier)",
            "state       \(row.state.rawValue), since \(row.changedAt) UTC",
            "change      \(row.operation) on \(row.sourceTable), which goes to \(row.targetTable)",
            "position    \(row.position), change \(row.place) of its transaction",
            "misfit      \(row.misfit?.rawValue ?? "-")",
            "reason      \(row.reason)",
            "recorded at \(row.recordedAt) UTC",
        ]
        return head + lines("new", change.newImage) + lines("old", change.oldImage)
    }

    private static func lines(_ name: String, _ image: [(column: String, value: StoredRow.Value)]) -> [String] {
        image.map { column, value in
            switch value {
            case .text(let text): "\(name)         \(column) = '\(text)'"
            case .null: "\(name)         \(column) = NULL"
            case .absent: "\(name)         \(column) was not sent"
            }
        }
    }

    /// `change` adds the values.
    static func json(_ row: QuarantinedRow, _ change: StoredRow?) -> String {
        var line = JSONLine()
        line.beginObject()
        line.field("id", row.identifier)
        line.field("stream", row.stream)
        line.field("state", row.state.rawValue)
        line.field("table", row.sourceTable)
        line.field("target_table", row.targetTable)
        line.field("operation", row.operation)
        line.field("misfit", row.misfit?.rawValue)
        line.field("reason", row.reason)
        line.field("position", row.position.description)
        line.field("place", row.place)
        line.field("recorded_at", row.recordedAt)
        line.field("changed_at", row.changedAt)
        if let change {
            add("new", change.newImage, to: &line)
            add("old", change.oldImage, to: &line)
        }
        line.endObject()
        return line.text
    }

    /// As in `spool dump --json`: what was not sent is not there.
    private static func add(
        _ name: String,
        _ image: [(column: String, value: StoredRow.Value)],
        to line: inout JSONLine
    ) {
        line.key(name)
        line.beginObject()
        for (column, value) in image where value != .absent {
            if case .text(let text) = value { line.field(column, text) } else { line.field(column, String?.none) }
        }
        line.endObject()
    }
}
