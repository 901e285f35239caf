internal import MySQLClient

/// How the values of a key's column are ordered, given the texts of their normal form; nil for a form that makes no key.
struct KeyOrder: Equatable, Sendable {
    enum Kind: Sendable {
        case number
        /// The normal form's own bytes.
        case bytes
    }

    let kind: Kind
    /// Both servers have this order, as far as the columns' types say.
    let isCommon: Bool

    init?(_ column: ComparedTable.Column) {
        switch column.form {
        case .integer, .decimal, .boolean: self.init(kind: .number, isCommon: true)
        case .date, .midnight, .moment, .momentInUTC: self.init(kind: .bytes, isCommon: true)
        case .uuid, .uuidBytes:
            // As text, a UUID has its letters and hyphens in the same order in every collation.
            self.init(kind: .bytes, isCommon: true)
        case .bytes where column.source.typeName == "bytea": self.init(kind: .bytes, isCommon: true)
        case .text:
            let collation = column.target.collation ?? ""
            let isUnicode = ["utf8mb4", "utf8mb3", "utf8", "ascii"].contains(column.target.characterSet ?? "")
            let isCommon = column.source.isInByteOrder && isUnicode && collation.hasSuffix("_bin")
            self.init(kind: .bytes, isCommon: isCommon)
        default: return nil
        }
    }

    private init(kind: Kind, isCommon: Bool) {
        self.kind = kind
        self.isCommon = isCommon
    }

    /// Whether `left` comes before `right`.
    func isBefore(_ left: String, _ right: String) -> Bool {
        switch kind {
        case .bytes: left < right
        case .number: Self.isLess(left, right)
        }
    }

    /// Decimal numbers of any length, each with the same number of digits after the point.
    private static func isLess(_ left: String, _ right: String) -> Bool {
        let isLeftNegative = left.hasPrefix("-")
        guard isLeftNegative == right.hasPrefix("-") else { return isLeftNegative }
        let (small, large) = isLeftNegative ? (right, left) : (left, right)
        return (small.utf8.count, small) < (large.utf8.count, large)
    }

    /// Whether `left` comes before `right`, column by column.
    static func isBefore(_ left: [String], _ right: [String], _ orders: [KeyOrder]) -> Bool {
        for (index, order) in orders.enumerated() where left[index] != right[index] {
            return order.isBefore(left[index], right[index])
        }
        return false
    }
}
