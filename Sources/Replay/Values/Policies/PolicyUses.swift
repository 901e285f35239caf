/// How often which policy settled what, column by column: nothing is changed without being counted.
package struct PolicyUses: Sendable, Equatable {
    package struct Use: Hashable, Sendable {
        /// The source's `schema.table.column`.
        package let column: String
        package let policy: ValuePolicy
        package let misfit: Misfit

        fileprivate var order: (String, String, String) { (column, misfit.rawValue, policy.rawValue) }
    }

    package private(set) var counts: [Use: UInt64] = [:]

    package init() {}

    package var isEmpty: Bool { counts.isEmpty }

    /// By column, then by what was wrong, then by policy.
    package var sorted: [(use: Use, count: UInt64)] {
        counts.map { (use: $0.key, count: $0.value) }.sorted {
            $0.use.order < $1.use.order
        }
    }

    mutating func count(_ misfit: Misfit, in column: String, settledBy policy: ValuePolicy, times: UInt64 = 1) {
        counts[Use(column: column, policy: policy, misfit: misfit), default: 0] += times
    }

    package mutating func merge(_ other: PolicyUses) {
        counts.merge(other.counts, uniquingKeysWith: +)
    }

    /// What was counted until now; counting begins anew.
    package mutating func take() -> PolicyUses {
        defer { counts.removeAll() }
        return self
    }
}
