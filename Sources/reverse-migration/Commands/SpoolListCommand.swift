import ArgumentParser
import ChangeModel
import Spool

/// `spool ls`: the segments, from their headers and indices.
struct SpoolListCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the segments of the spool."
    )

    @OptionGroup var common: CommonOptions
    @Flag(name: .long, help: "One JSON object a segment.") var json = false

    func perform() throws {
        let directory = try common.spoolDirectory()
        do {
            let summary = try SpoolSummary(path: directory)
            json ? printJSON(summary) : printTable(summary)
        } catch SpoolError.empty {
            // A list may be empty; that is no failure, as it is for a dump that was asked to find something.
            CommonOptions.say("the spool \(directory) holds no segment yet")
        }
    }

    private func printTable(_ summary: SpoolSummary) {
        var table = TextTable(
            header: ["segment", "from", "to", "transactions", "rows", "bytes", "last commit"],
            rightAligned: [3, 4, 5]
        )
        for segment in summary.segments {
            table.append([
                segment.name.text, segment.start.description, segment.end.description,
                String(segment.index.transactions), String(segment.index.rows), String(segment.bytes),
                segment.index.lastCommitTime?.description ?? "-",
            ])
        }
        for line in table.lines { print(line) }
    }

    private func printJSON(_ summary: SpoolSummary) {
        for segment in summary.segments {
            var line = JSONLine()
            line.beginObject()
            line.field("segment", segment.name.text)
            line.field("sealed", segment.name.state == .sealed)
            line.field("from", segment.start.description)
            line.field("to", segment.end.description)
            line.field("transactions", segment.index.transactions)
            line.field("rows", segment.index.rows)
            line.field("bytes", segment.bytes)
            line.field("first_commit_time", segment.index.firstCommitTime?.description)
            line.field("last_commit_time", segment.index.lastCommitTime?.description)
            line.endObject()
            print(line.text)
        }
    }
}
