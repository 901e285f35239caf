import ArgumentParser
import MySQLClient
import Replay

/// `quarantine edit`: other values for a row that is held.
struct QuarantineEditCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Give a row that is held other new values; retry it afterwards."
    )

    @OptionGroup var common: CommonOptions
    @Argument(help: "The row's number, as `ls` gives it.") var identifier: UInt64
    @Argument(help: "column=value, the column and the value as the source writes them.") var assignments: [String] = []
    @Option(name: .long, help: "A column that becomes NULL; may be given several times.") var null: [String] = []

    func validate() throws {
        if assignments.isEmpty && null.isEmpty {
            throw ValidationError("edit wants at least one column=value or --null column")
        }
        if let odd = assignments.first(where: { !$0.contains("=") }) {
            let column = odd.split(separator: " ").first.map(String.init) ?? odd
            throw ValidationError("edit wants column=value, and \(column) has no = in it")
        }
    }

    func perform() throws {
        let desk = try QuarantineDesk(try common.settings())
        try desk.requireTable()
        let row = try desk.row(identifier)
        guard row.state == .held else { throw wrongState(row.state) }
        var change = try desk.change(of: row)
        guard !change.newColumns.isEmpty else { throw QuarantineRefusal.nothingToEdit(identifier: identifier) }
        for (column, value) in values where !change.set(column, to: value) {
            throw QuarantineRefusal.columnUnknown(identifier: identifier, column: column, columns: change.newColumns)
        }
        let bytes = change.encoded(committed: row.position)
        let isDone = try desk.asking { () throws(MySQLError) in
            try desk.table.edit(identifier, to: bytes, on: desk.connection)
        }
        guard isDone else { throw wrongState(try desk.row(identifier).state) }
        print("\(identifier) \(row.sourceTable): edited; `reverse-migration quarantine retry \(identifier)` tries it")
    }

    private func wrongState(_ state: QuarantineState) -> QuarantineRefusal {
        .wrongState(identifier: identifier, state: state, verb: "edited")
    }

    /// nil for NULL.
    private var values: [(column: String, value: String?)] {
        let texts = assignments.map { text -> (column: String, value: String?) in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
        return texts + null.map { ($0, nil) }
    }
}
