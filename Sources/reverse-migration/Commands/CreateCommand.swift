import ArgumentParser
import OpenGaussClient
import Settings

/// `create`: makes the replication slot.
struct CreateCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create the replication slot: from then on openGauss keeps every change for it."
    )

    @OptionGroup var common: CommonOptions

    func perform() throws {
        let settings = try common.settings()
        let connection = try SourceConnection(settings.sourceOptions, replication: true)
        CommonOptions.say("waiting for the transactions that are running on the source to end …")
        let start = try ReplicationSlot.create(settings.slot.name, plugin: settings.slot.decoding, on: connection)
        print("created the slot \(settings.slot.name): every change that commits after \(start) is kept for it")
    }
}
