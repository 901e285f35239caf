/// One result of a check before the start: what was looked at, what was found, and how to mend it.
package struct Finding: Equatable, Sendable {
    package enum Severity: String, Sendable {
        case ok
        /// It will run, but the operator should know.
        case warning
        /// It will stop, now or at the first change of that kind.
        case problem
    }

    package let severity: Severity
    /// What was looked at: `source: wal_level`.
    package let subject: String
    package let sentence: String
    /// The statement or command that mends it.
    package let remedy: String?

    package init(_ severity: Severity, _ subject: String, _ sentence: String, remedy: String? = nil) {
        self.severity = severity
        self.subject = subject
        self.sentence = sentence
        self.remedy = remedy
    }
}
