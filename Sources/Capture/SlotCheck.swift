internal import ChangeModel
internal import OpenGaussClient

/// Decides whether a slot can go on where the spool ends.
enum SlotCheck {
    /// `spoolEnd` is nil for a spool that holds nothing yet.
    static func verify(
        _ slot: ReplicationSlot,
        plugin: String,
        database: String,
        spoolEnd: LSN?,
        directory: String
    ) throws(CaptureError) {
        guard slot.plugin == plugin else {
            throw .slotOfAnotherKind(slot: slot.name, reason: "it decodes with \(slot.plugin), not with \(plugin)")
        }
        guard slot.database == database else {
            throw .slotOfAnotherKind(
                slot: slot.name,
                reason: "it belongs to the database \(slot.database), not to \(database)"
            )
        }
        // Only what the spool holds was ever acknowledged, so a slot that is ahead was moved by somebody else.
        if let spoolEnd, let confirmed = slot.confirmedPosition, confirmed > spoolEnd {
            throw .slotAhead(slot: slot.name, confirmed: confirmed, spool: spoolEnd, directory: directory)
        }
    }
}
