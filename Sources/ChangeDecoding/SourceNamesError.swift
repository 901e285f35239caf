/// A list of names that cannot be read, as one sentence with the line.
package struct SourceNamesError: Error, Equatable, Sendable, CustomStringConvertible {
    package let line: Int
    package let reason: String

    package var description: String {
        "line \(line) of the names cannot be understood: \(reason); a line is `type NUMBER NAME` or `table SCHEMA.TABLE`, quoted as in SQL"
    }
}
