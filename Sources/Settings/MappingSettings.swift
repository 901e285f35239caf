/// Where in the target the tables and columns of the source go: section `mapping`.
package struct MappingSettings: Sendable, Equatable {
    /// Source schema to target database; a schema that is not listed goes to `TargetSettings.database`.
    package var schemas: [String: String] = [:]
    /// Schema and table of the source to database and table of the target, or to a table of the database that takes the schema.
    package var tables: [QualifiedName: QualifiedName] = [:]
    /// Schema, table and column of the source to a column of the target.
    package var columns: [QualifiedName: String] = [:]
    /// Nothing stands for all tables.
    package var include: [TableGlob] = []
    package var exclude: [TableGlob] = []
    package var merge = false
    package var nameCase = NameCase.asIs

    package init() {}
}
