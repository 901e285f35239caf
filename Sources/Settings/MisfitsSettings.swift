/// What becomes of rows that do not fit: `replay.misfits`.
package struct MisfitsSettings: Sendable, Equatable {
    package typealias Policies = [RowMisfitKind: RowMisfitPolicy]

    /// A line of `tables`, in the order of the file: the first that matches a table and names the kind holds.
    package struct TableRule: Sendable, Equatable {
        package let tables: TableGlob
        package let policies: Policies

        package init(tables: TableGlob, policies: Policies) {
            self.tables = tables
            self.policies = policies
        }
    }

    /// What is not named stops replay.
    package var policies: Policies = [:]
    package var tables: [TableRule] = []

    package init() {}
}
