import ArgumentParser
import Capture
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
        try SlotRemoval(settings.captureOptions).run { CommonOptions.say($0) }
        print("dropped the slot \(settings.slot.name); what it had not delivered is gone from the source")
    }
}
