internal import ChangeModel

/// Which policy holds for which kind of misfit in which table: the first rule that matches the table and names the kind, else the standard one.
package struct RowPolicies: Sendable, Equatable {
    package struct Rule: Sendable, Equatable {
        let tables: TablePattern
        let policies: [RowMisfit: RowPolicy]

        package init(tables: TablePattern, policies: [RowMisfit: RowPolicy]) {
            self.tables = tables
            self.policies = policies
        }
    }

    /// What is not named stops replay.
    package var standard: [RowMisfit: RowPolicy]
    package var rules: [Rule]

    package init(standard: [RowMisfit: RowPolicy] = [:], rules: [Rule] = []) {
        self.standard = standard
        self.rules = rules
    }

    func policy(for misfit: RowMisfit, of table: TableName) -> RowPolicy {
        let own = rules.first { $0.policies[misfit] != nil && $0.tables.matches(table) }
        return own?.policies[misfit] ?? standard[misfit] ?? .stop
    }

    /// Whether a row may have to be recorded.
    var needQuarantine: Bool {
        (rules.map(\.policies) + [standard]).contains { $0.values.contains { $0 != .stop } }
    }
}
