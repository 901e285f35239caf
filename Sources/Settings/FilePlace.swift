/// A line and a column of the configuration file, both counted from 1, the column in characters.
package struct FilePlace: Sendable, Hashable, Comparable {
    package let line: Int
    package let column: Int

    static let start = FilePlace(line: 1, column: 1)

    package static func < (left: FilePlace, right: FilePlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
