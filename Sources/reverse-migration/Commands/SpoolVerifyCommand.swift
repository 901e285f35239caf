import ArgumentParser
import Spool

/// `spool verify`: is the spool complete, in order and unaltered.
struct SpoolVerifyCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that the spool is complete, in order and unaltered."
    )

    @OptionGroup var common: CommonOptions

    func perform() throws {
        let directory = try common.spoolDirectory()
        let result = try SpoolVerification(path: directory)
        for note in result.notes { print("note: \(note)") }
        for finding in result.findings { print("PROBLEM: \(finding)") }
        let extent =
            "\(result.segments) segments, \(result.transactions) transactions, \(result.rows) rows, \(result.bytes) bytes"
        guard result.findings.isEmpty else {
            print("\(directory) has \(result.findings.count) problems; read: \(extent)")
            throw ExitStatus.dataRefused.exitCode
        }
        print("\(directory) is complete, in order and unaltered: \(extent)")
    }
}
