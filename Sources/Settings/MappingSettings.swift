/// Which target database takes a source schema's tables: section `mapping`.
package struct MappingSettings: Sendable, Equatable {
    /// Source schema to target database; a schema that is not listed goes to `TargetSettings.database`.
    package var schemas: [String: String] = [:]

    package init() {}
}
