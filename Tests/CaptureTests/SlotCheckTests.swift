internal import ChangeModel
internal import Testing

@testable import Capture
@testable import OpenGaussClient

struct SlotCheckTests {
    private func slot(plugin: String = "mppdb_decoding", database: String = "shop", confirmed: UInt64? = 100)
        -> ReplicationSlot
    {
        ReplicationSlot(
            name: "back",
            plugin: plugin,
            database: database,
            isActive: false,
            restartPosition: LSN(50),
            confirmedPosition: confirmed.map { LSN($0) }
        )
    }

    /// The refusal's sentence; nil where the slot may be used.
    private func refusal(_ slot: ReplicationSlot, spoolEnd: UInt64?) -> String? {
        do throws(CaptureError) {
            try SlotCheck.verify(
                slot,
                plugin: "mppdb_decoding",
                database: "shop",
                spoolEnd: spoolEnd.map { LSN($0) },
                directory: "spool"
            )
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [nil, UInt64(100), 101, .max])
    func `a slot that is not ahead of the spool may be used`(spoolEnd: UInt64?) {
        #expect(refusal(slot(), spoolEnd: spoolEnd) == nil)
    }

    @Test func `a slot that is ahead of the spool has forgotten what the spool lacks`() throws {
        let sentence = try #require(refusal(slot(), spoolEnd: 99))
        #expect(sentence.contains("stands at 0/64 but the spool spool ends at 0/63"))
        #expect(sentence.contains("begin with an empty spool"))
    }

    @Test func `a slot that nothing was read from has no position to be ahead with`() {
        #expect(refusal(slot(confirmed: nil), spoolEnd: 1) == nil)
    }

    @Test func `a slot of another plugin or database is refused by what it is`() throws {
        let plugin = try #require(refusal(slot(plugin: "pgoutput"), spoolEnd: nil))
        #expect(plugin.contains("it decodes with pgoutput, not with mppdb_decoding"))
        let database = try #require(refusal(slot(database: "till"), spoolEnd: nil))
        #expect(database.contains("it belongs to the database till, not to shop"))
    }
}
