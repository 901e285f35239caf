/// What a whole comparison has found.
package struct VerificationReport: Sendable, Equatable {
    package let tables: [TableResult]

    package var differences: Int { tables.reduce(0) { $0 + $1.differences } }
    package var unsettled: Int { tables.reduce(0) { $0 + $1.unsettled } }
    package var sourceRows: Int { tables.reduce(0) { $0 + $1.sourceRows } }
    package var targetRows: Int { tables.reduce(0) { $0 + $1.targetRows } }
}
