/// What SHOW GRANTS says of a user, read as far as one question: may it do this in that database?
package struct GrantList: Sendable, Equatable {
    package enum Privilege: String, Sendable, CaseIterable {
        case select = "SELECT"
        case insert = "INSERT"
        case update = "UPDATE"
        case delete = "DELETE"
        case create = "CREATE"
        case trigger = "TRIGGER"
    }

    package enum Answer: Sendable, Equatable {
        case yes
        case no
        /// A role, or a grant on single tables or columns, may or may not reach far enough.
        case unknown
    }

    private let grants: [Grant]
    private let hasRoles: Bool

    /// The lines of SHOW GRANTS.
    package init(statements: [String]) {
        grants = statements.compactMap(Grant.init(statement:))
        hasRoles = statements.contains { $0.hasPrefix("GRANT ") && !$0.contains(" ON ") }
    }

    package func answer(_ privilege: Privilege, onDatabase database: String) -> Answer {
        let fitting = grants.filter { $0.covers(database) && $0.names(privilege) }
        if fitting.contains(where: \.isRevoke) { return .no }
        if fitting.contains(where: { $0.isWholeDatabase && !$0.lacksWhole(privilege) }) { return .yes }
        return fitting.isEmpty && !hasRoles ? .no : .unknown
    }
}

/// One line: `GRANT SELECT, INSERT (a) ON shop.* TO …`, or MySQL's partial `REVOKE … ON shop.* FROM …`.
private struct Grant: Sendable, Equatable {
    let isRevoke: Bool
    private let privileges: [String]
    private let database: String
    private let table: String

    init?(statement: String) {
        let isRevoke = statement.hasPrefix("REVOKE ")
        guard isRevoke || statement.hasPrefix("GRANT "), !statement.hasPrefix("GRANT PROXY ") else { return nil }
        let body = statement.dropFirst(isRevoke ? 7 : 6)
        guard let list = body.firstRange(of: " ON ") else { return nil }
        self.isRevoke = isRevoke
        privileges = Self.splitPrivileges(body[..<list.lowerBound])
        guard let object = Self.splitObject(body[list.upperBound...]) else { return nil }
        (database, table) = object
    }

    var isWholeDatabase: Bool { table == "*" }

    func covers(_ name: String) -> Bool {
        database == "*" || LikePattern(database).matches(name)
    }

    func names(_ privilege: GrantList.Privilege) -> Bool {
        !lacksWhole(privilege) || privileges.contains { $0.hasPrefix(privilege.rawValue + " (") }
    }

    /// Not at all, or only for some columns: `SELECT (name)`.
    func lacksWhole(_ privilege: GrantList.Privilege) -> Bool {
        !privileges.contains { $0 == "ALL PRIVILEGES" || $0 == privilege.rawValue }
    }

    /// Commas inside parentheses part columns, not privileges.
    private static func splitPrivileges(_ list: Substring) -> [String] {
        var privileges: [String] = [""]
        var depth = 0
        for character in list {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                privileges.append("")
            } else if !(character == " " && privileges[privileges.count - 1].isEmpty) {
                privileges[privileges.count - 1].append(character)
            }
        }
        return privileges
    }

    /// `` `shop`.* ``, `*.*`, `` `shop`.`orders` ``; nil for `PROCEDURE …` and the like.
    private static func splitObject(_ text: Substring) -> (database: String, table: String)? {
        var rest = text
        guard let database = takeName(&rest), rest.first == "." else { return nil }
        rest.removeFirst()
        guard let table = takeName(&rest) else { return nil }
        return (database, table)
    }

    private static func takeName(_ rest: inout Substring) -> String? {
        if rest.first == "*" { return String(rest.removeFirst()) }
        guard rest.first == "`" else { return nil }
        rest.removeFirst()
        var name = ""
        while let character = rest.popFirst() {
            if character == "`" {
                guard rest.first == "`" else { return name }
                rest.removeFirst()
            }
            name.append(character)
        }
        return nil
    }
}

/// A database name in a grant: `%` and `_` stand for others unless a backslash stands before them.
private struct LikePattern {
    private let pattern: [Character]

    init(_ pattern: String) { self.pattern = Array(pattern) }

    func matches(_ text: String) -> Bool { matches(pattern[...], Substring(text)) }

    private func matches(_ pattern: ArraySlice<Character>, _ text: Substring) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        switch first {
        case "%":
            return matches(pattern.dropFirst(), text) || (!text.isEmpty && matches(pattern, text.dropFirst()))
        case "_":
            return !text.isEmpty && matches(pattern.dropFirst(), text.dropFirst())
        case "\\" where pattern.count > 1:
            let escaped = pattern.dropFirst()
            return text.first == escaped.first && matches(escaped.dropFirst(), text.dropFirst())
        default:
            return text.first == first && matches(pattern.dropFirst(), text.dropFirst())
        }
    }
}
