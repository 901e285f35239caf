import ArgumentParser
import ChangeModel
import Spool

/// `spool dump`: the changes themselves, in the stream's order.
struct SpoolDumpCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Print the spool's transactions in order, values included with --json."
    )

    @OptionGroup var common: CommonOptions
    @Flag(name: .long, help: "One JSON object a record: a stable contract, see docs/cli.md.") var json = false
    @Option(name: .long, help: "Begin with the first transaction that commits at this position or later.")
    var from: LSN?
    @Option(name: .long, help: "End with the last transaction that commits at this position or before.")
    var to: LSN?
    @Option(name: .long, help: "Only changes of this schema.table; may be given several times.")
    var table: [String] = []

    func perform() throws {
        let directory = try common.spoolDirectory()
        var reader = SpoolReader(path: directory, after: try position(before: from, in: directory))
        var writer = ChangeWriter(isJSON: json, tables: table)
        read: while case .batch(let batch) = try reader.next() {
            for index in batch.records.indices {
                let record = batch.records[index]
                if case .begin(let begin) = record, let to, let commit = begin.commit, commit.position > to {
                    break read
                }
                writer.write(record, of: batch)
            }
        }
        writer.flush()
    }

    /// What to read after; nil for everything, which a position before the spool's first means too.
    private func position(before from: LSN?, in directory: String) throws -> LSN? {
        guard let from, from > .zero, let first = try SpoolDirectory(path: directory).segments().first?.start,
            from > first
        else { return nil }
        return LSN(from.rawValue - 1)
    }
}
