package import ChangeModel

/// What policies kept from the target: values of columns that it lacks, and TRUNCATEs. Nothing is left out without being counted.
package struct Omissions: Sendable, Equatable {
    /// By the source's `schema.table.column`.
    package private(set) var values: [String: UInt64] = [:]
    package private(set) var truncations: [TableName: UInt64] = [:]

    package init() {}

    /// Counts what the plans leave out of some records, which are written now.
    mutating func count(_ planned: PlannedBatch, _ records: Range<Int>) {
        guard planned.leavesColumnsOut else { return }
        for record in records {
            guard case .row(let change) = planned.batch.records[record] else { continue }
            let plan = planned.plan(of: change)
            for column in plan.columnsLeftOut where !planned.batch.values[change.firstValue + column.place].isAbsent {
                values[plan.table.description + "." + column.name, default: 0] += 1
            }
        }
    }

    mutating func count(truncationOf table: TableName) {
        truncations[table, default: 0] += 1
    }

    mutating func merge(_ other: Omissions) {
        values.merge(other.values, uniquingKeysWith: +)
        truncations.merge(other.truncations, uniquingKeysWith: +)
    }

    /// What was counted until now; counting begins anew.
    mutating func take() -> Omissions {
        defer { self = Omissions() }
        return self
    }

    /// One for the log each, in order.
    var sentences: [String] {
        values.sorted { $0.key < $1.key }.map { "left out \($0.value) values of \($0.key)" }
            + truncations.sorted { $0.key.description < $1.key.description }.map {
                "ignored \($0.value) TRUNCATEs of \($0.key)"
            }
    }
}
