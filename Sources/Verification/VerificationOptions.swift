package import ChangeModel
package import MySQLClient
package import OpenGaussClient

/// Everything that a comparison is told.
package struct VerificationOptions: Sendable {
    package var source: SourceOptions
    package var target: MySQLOptions
    /// Which tables of the source are compared.
    package var admits: @Sendable (TableName) -> Bool
    /// Where a table of the source stands in the target.
    package var place: @Sendable (TableName) -> TargetPlace
    /// The name of a source's column in the target.
    package var targetColumn: @Sendable (TableName, String) -> String
    /// Most rows a second that are read from either side; nil for as many as it gives.
    package var rowsPerSecond: Int?
    /// How long a difference that does not go away is looked at again before it is judged.
    package var settleMilliseconds: Int
    /// Where the comparison notes how far it is, so that the next run goes on from there.
    package var statePath: String
    /// Begin anew, whatever an earlier run has noted.
    package var isFresh: Bool
    /// Statements for the target that make its rows equal are written here.
    package var repairPath: String?
    /// Arrays stand in the target's texts as JSON, not as the source spells them.
    package var writesArraysAsJSON: Bool

    package init(source: SourceOptions, target: MySQLOptions, database: String, statePath: String) {
        self.source = source
        self.target = target
        self.statePath = statePath
        admits = { _ in true }
        place = { TargetPlace(database: database, table: $0.table) }
        targetColumn = { $1 }
        settleMilliseconds = 30_000
        isFresh = false
        writesArraysAsJSON = false
    }

    /// A database and a table of the target.
    package struct TargetPlace: Sendable, Equatable, CustomStringConvertible {
        package let database: String
        package let table: String

        package init(database: String, table: String) {
            self.database = database
            self.table = table
        }

        package var description: String { database + "." + table }
    }
}
