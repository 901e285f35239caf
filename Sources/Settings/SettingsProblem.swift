/// One thing that keeps a configuration from being used: where it is, what it is, what to do.
package struct SettingsProblem: Sendable, Equatable, CustomStringConvertible {
    package let file: String
    /// Nil where the file as a whole is meant, such as one that cannot be read.
    package let line: Int?
    package let column: Int?
    package let sentence: String

    package var description: String {
        guard let line, let column else { return "\(file): \(sentence)" }
        return "\(file):\(line):\(column): \(sentence)"
    }

    init(file: String, sentence: String) {
        self.file = file
        self.line = nil
        self.column = nil
        self.sentence = sentence
    }

    init(file: String, finding: Finding) {
        self.file = file
        self.line = finding.place.line
        self.column = finding.place.column
        self.sentence = finding.sentence
    }
}
