import ArgumentParser
import Capture
import Glibc
import OpenGaussClient
import Replay
import Settings
import Telemetry

/// `check`: a look at both sides before the start.
struct CheckCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look at both sides before the start; every finding with the statement that mends it."
    )

    @OptionGroup var common: CommonOptions
    @Flag(name: .long, help: "One JSON object a finding.") var json = false

    func perform() throws {
        let settings = try common.settings()
        let replay = settings.replayOptions
        let source = SourcePreflight(settings.captureOptions) { !replay.mapping.isIncluded($0) }
        let target = TargetPreflight(options: replay, tables: source.tables.map(\.relation))
        let findings = source.findings + target.findings + [DiskCheck.finding(settings.spool.directory)]
        for finding in findings { json ? printJSON(finding) : printText(finding) }
        let problems = findings.filter { $0.severity == .problem }.count
        let warnings = findings.filter { $0.severity == .warning }.count
        if !json { print("\(problems) problems, \(warnings) warnings") }
        let isUnreachable = findings.contains { $0.severity == .problem && ["source", "target"].contains($0.subject) }
        if isUnreachable { throw ExitStatus.serverUnavailable.exitCode }
        if problems > 0 { throw ExitStatus.configuration.exitCode }
    }

    private func printText(_ finding: Finding) {
        let mark =
            switch finding.severity {
            case .ok: "ok     "
            case .warning: "warning"
            case .problem: "PROBLEM"
            }
        print("\(mark) \(finding.subject): \(finding.sentence)")
        if let remedy = finding.remedy { print("        mend it with: \(remedy)") }
    }

    private func printJSON(_ finding: Finding) {
        var line = JSONLine()
        line.beginObject()
        line.field("severity", finding.severity.rawValue)
        line.field("subject", finding.subject)
        line.field("sentence", finding.sentence)
        line.field("remedy", finding.remedy)
        line.endObject()
        print(line.text)
    }
}
