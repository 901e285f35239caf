/// Everything that is wrong with a configuration, in the order of the file, so that it is mended in one go.
package struct SettingsProblems: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file that is no configuration at all would otherwise draw a line for each of its own.
    static let countMax = 100

    package let problems: [SettingsProblem]

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }

    init(_ problem: SettingsProblem) {
        problems = [problem]
    }

    init(file: String, findings: [Finding]) {
        let ordered = findings.sorted { $0.place < $1.place }
        var problems = ordered.prefix(Self.countMax).map { SettingsProblem(file: file, finding: $0) }
        let restCount = ordered.count - problems.count
        if restCount > 0 {
            let sentence = "\(restCount) further problems are not listed; mend these first."
            problems.append(SettingsProblem(file: file, sentence: sentence))
        }
        self.problems = problems
    }
}
