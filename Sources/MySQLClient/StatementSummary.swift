/// The head of a statement, enough to know it by and free of values: ``UPDATE `shop`.`orders` ``.
package struct StatementSummary: Sendable, CustomStringConvertible {
    package let description: String

    private static let maximumCharacters = 100
    /// What follows these may hold values.
    private static let endWords: Set<String> = ["SET", "VALUES", "VALUE", "WHERE", "LIKE", "LIMIT", "AS", "BY"]

    package init(of sql: String) {
        var head: [Substring] = []
        for word in sql.prefix(Self.maximumCharacters).split(whereSeparator: \.isWhitespace) {
            // `SET` also begins a statement of its own, and there a name follows it.
            if !head.isEmpty, Self.endWords.contains(word.uppercased()) { break }
            let safe = Self.beforeValue(word)
            if !safe.isEmpty { head.append(safe) }
            if safe.count < word.count { break }
        }
        description = head.isEmpty ? "a statement" : head.joined(separator: " ")
    }

    /// The part of a word before anything that may be or open a value. Digits inside a name stay.
    private static func beforeValue(_ word: Substring) -> Substring {
        if let first = word.first, first.isNumber || first == "-" || first == "+" || first == "." { return "" }
        return word.prefix { !"('\"=?@<>!".contains($0) }
    }
}
