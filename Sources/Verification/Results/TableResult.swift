package import ChangeModel

/// What was found in one table.
package struct TableResult: Sendable, Equatable {
    package let table: TableName
    package let target: String
    /// `ranges`, `buckets`, `multiset`, or `none` where nothing could be compared.
    package var method = "none"
    package var sourceRows = 0
    package var targetRows = 0
    package var missing = 0
    package var extra = 0
    package var different = 0
    package var unsettled = 0
    /// A difference was judged by time because replay was not seen to pass the source's position.
    package var isJudgedByTime = false
    /// A table or column that the target lacks.
    package var problems: [String] = []
    /// What was not compared, or not in the usual way.
    package var notes: [String] = []

    init(table: TableName, target: String) {
        self.table = table
        self.target = target
    }

    package var differences: Int { missing + extra + different + problems.count }

    mutating func count(_ kind: RowDifference.Kind, rows: Int = 1) {
        switch kind {
        case .missing: missing += rows
        case .extra: extra += rows
        case .different: different += rows
        case .unsettled: unsettled += rows
        }
    }

    /// Forgets what was found of rows, to begin the table again.
    mutating func restart() {
        var fresh = TableResult(table: table, target: target)
        fresh.problems = problems
        fresh.notes = notes
        self = fresh
    }
}
