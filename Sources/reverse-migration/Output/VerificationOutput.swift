import ChangeModel
import Synchronization
import Verification

/// Prints what a comparison finds, as lines for people or as the JSON of `verify --json`, which is a stable contract.
final class VerificationOutput: Sendable {
    private let isJSON: Bool
    private let standardOutput = Mutex(StandardOutput())

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    func write(_ difference: RowDifference) {
        say(isJSON ? Self.json(difference) : difference.description)
    }

    func write(_ result: TableResult) {
        if isJSON { return say(Self.json(result)) }
        for problem in result.problems { say("\(result.table): \(problem)") }
        for note in result.notes { say("note: \(result.table): \(note)") }
        say(Self.line(result))
    }

    func write(_ report: VerificationReport) {
        say(isJSON ? Self.json(report) : Self.line(report))
    }

    private func say(_ line: String) {
        standardOutput.withLock {
            $0.append(Array((line + "\n").utf8))
            $0.flush()
        }
    }
}

extension VerificationOutput {
    private static func line(_ result: TableResult) -> String {
        let isEqual = result.differences + result.unsettled == 0
        guard !isEqual else { return "equal   \(result.table): \(result.sourceRows) rows" }
        var parts: [String] = []
        if result.missing > 0 { parts.append("\(result.missing) missing") }
        if result.extra > 0 { parts.append("\(result.extra) in the target only") }
        if result.different > 0 { parts.append("\(result.different) different") }
        if result.unsettled > 0 { parts.append("\(result.unsettled) not settled") }
        if !result.problems.isEmpty { parts.append("\(result.problems.count) problems") }
        let judged = result.isJudgedByTime ? "; judged by time: replay was not seen to pass the source's position" : ""
        let mark = result.differences > 0 ? "DIFFERS" : "OPEN   "
        return "\(mark) \(result.table): \(parts.joined(separator: ", ")); \(result.sourceRows) rows\(judged)"
    }

    private static func line(_ report: VerificationReport) -> String {
        let extent = "\(report.tables.count) tables, \(report.sourceRows) rows"
        if report.differences > 0 { return "\(report.differences) differences: \(extent)" }
        return report.unsettled > 0
            ? "no difference is certain, \(report.unsettled) rows could not be settled; compare again: \(extent)"
            : "the target is equal to the source: \(extent)"
    }

    private static func json(_ difference: RowDifference) -> String {
        var line = JSONLine()
        line.beginObject()
        line.field("event", "difference")
        line.field("schema", difference.table.schema)
        line.field("table", difference.table.table)
        line.field("kind", difference.kind.rawValue)
        line.key("key")
        line.beginObject()
        for key in difference.key { line.field(key.column, key.value) }
        line.endObject()
        line.key("columns")
        line.beginArray()
        for column in difference.columns { line.value(column) }
        line.endArray()
        line.field("source_rows", difference.sourceRows.map { UInt64($0) })
        line.field("target_rows", difference.targetRows.map { UInt64($0) })
        line.endObject()
        return line.text
    }

    private static func json(_ result: TableResult) -> String {
        var line = JSONLine()
        line.beginObject()
        line.field("event", "table")
        line.field("schema", result.table.schema)
        line.field("table", result.table.table)
        line.field("target", result.target)
        line.field("method", result.method)
        line.field("equal", result.differences + result.unsettled == 0)
        line.field("source_rows", UInt64(result.sourceRows))
        line.field("target_rows", UInt64(result.targetRows))
        line.field("missing", UInt64(result.missing))
        line.field("extra", UInt64(result.extra))
        line.field("different", UInt64(result.different))
        line.field("unsettled", UInt64(result.unsettled))
        line.field("judged_by", result.isJudgedByTime ? "time" : "replay")
        for (name, sentences) in [("problems", result.problems), ("notes", result.notes)] {
            line.key(name)
            line.beginArray()
            for sentence in sentences { line.value(sentence) }
            line.endArray()
        }
        line.endObject()
        return line.text
    }

    private static func json(_ report: VerificationReport) -> String {
        var line = JSONLine()
        line.beginObject()
        line.field("event", "summary")
        line.field("equal", report.differences + report.unsettled == 0)
        line.field("tables", UInt64(report.tables.count))
        line.field("source_rows", UInt64(report.sourceRows))
        line.field("target_rows", UInt64(report.targetRows))
        line.field("differences", UInt64(report.differences))
        line.field("unsettled", UInt64(report.unsettled))
        line.endObject()
        return line.text
    }
}
