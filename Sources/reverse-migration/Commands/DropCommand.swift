import ArgumentParser
import OpenGaussClient
import Settings

/// `drop`: removes the replication slot.
struct DropCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Drop the replication slot: openGauss keeps changes for it no longer."
    )

    @OptionGroup var common: CommonOptions

    func perform() throws {
        let settings = try common.settings()
        let connection = try SourceConnection(settings.sourceOptions, replication: true)
        try ReplicationSlot.drop(settings.slot.name, on: connection)
        print("dropped the slot \(settings.slot.name); what it had not delivered is gone from the source")
    }
}
