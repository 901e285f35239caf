/// Whose changes a spool holds. A spool belongs to one source, database and slot for its life.
package struct StreamIdentity: Hashable, Sendable, CustomStringConvertible {
    package let systemIdentifier: String
    package let database: String
    package let slot: String

    package init(systemIdentifier: String, database: String, slot: String) {
        self.systemIdentifier = systemIdentifier
        self.database = database
        self.slot = slot
    }

    package var description: String {
        "slot \(slot) of database \(database) on system \(systemIdentifier)"
    }

    /// One word for all of it: the stream's name in the target's progress table.
    package var streamName: String {
        systemIdentifier + "/" + database + "/" + slot
    }
}
