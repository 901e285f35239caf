import ChangeModel

/// A pattern for names of tables, `schema.table`, in which `*` stands for any run of characters and `?` for one. Without a dot it is a table's
/// name in any schema.
struct TablePattern: Sendable {
    private let pattern: [Character]

    init(_ text: String) {
        pattern = Array(text.contains(".") ? text : "*." + text)
    }

    func matches(_ table: TableName) -> Bool {
        let text = Array(table.description)
        var place = 0, next = 0
        /// Where the last `*` stands, and where what it stands for ends.
        var star: (place: Int, end: Int)?
        while next < text.count {
            if place < pattern.count, pattern[place] == "*" {
                star = (place, next)
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[next] {
                place += 1
                next += 1
            } else if let (starPlace, end) = star {
                // It stands for one character more.
                star = (starPlace, end + 1)
                place = starPlace + 1
                next = end + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
