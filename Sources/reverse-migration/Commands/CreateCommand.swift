import ArgumentParser
import Capture
import OpenGaussClient
import Settings

/// `create`: makes the replication slot.
struct CreateCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create the replication slot: from then on openGauss keeps every change for it."
    )

    @OptionGroup var common: CommonOptions
    @Option(name: .long, help: "Give up after so many seconds of waiting for running transactions.")
    var timeout: Int?

    func validate() throws {
        guard let timeout, !(1...86_400).contains(timeout) else { return }
        throw ValidationError("--timeout wants a number of seconds from 1 to 86400")
    }

    func perform() throws {
        let settings = try common.settings()
        CommonOptions.say("waiting for the transactions that are running on the source to end …")
        let creation = SlotCreation(settings.captureOptions)
        let start = try creation.run(timeoutSeconds: timeout) { CommonOptions.say($0) }
        print("created the slot \(settings.slot.name): every change that commits after \(start) is kept for it")
    }
}
