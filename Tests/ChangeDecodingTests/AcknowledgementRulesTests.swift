import ChangeModel
import Testing

@testable import ChangeDecoding

struct AcknowledgementRulesTests {
    /// What docs/opengauss.md says of each dialect: how far behind what stands with the commit its position is.
    @Test(
        arguments: [("serial", 0), ("j0", 1), ("j1", 0), ("t0", 1), ("t1", 0), ("b0", 0), ("b1", 0)]
            as [(String, UInt64)]
    )
    func aCommitsPositionIsBehindTheStartOfItsRecordAndNotBehindTheEnd(_ name: String, _ distance: UInt64) throws {
        let rules = AcknowledgementRules(try #require(Dialect(name)))
        #expect(rules.position(ofCommitAt: LSN(0x23C_91E8)) == LSN(0x23C_91E8 + distance))
    }

    @Test func thereIsNoPositionBehindTheLast() throws {
        #expect(AcknowledgementRules(try #require(Dialect("j0"))).position(ofCommitAt: LSN(.max)) == nil)
        #expect(AcknowledgementRules(.serial).position(ofCommitAt: LSN(.max)) == LSN(.max))
    }

    @Test(arguments: Dialect.all)
    func onlyTheSerialDialectsKeepalivesMayBeTrustedAndOnlyBetweenTransactions(_ dialect: Dialect) {
        let rules = AcknowledgementRules(dialect)
        #expect(rules.trustsKeepalive(isInTransaction: false) == (dialect == .serial))
        #expect(!rules.trustsKeepalive(isInTransaction: true))
    }

    @Test(arguments: Dialect.all)
    func theDecoderPassesOnWhatTheRulesAllow(_ dialect: Dialect) throws {
        var decoder = try ChangeDecoder(DecoderOptions(dialect: dialect))
        var messages = MessageBatch()
        messages.messages = [.keepalive(walEnd: LSN(7))]
        let records = try decoder.decode(messages).records
        #expect(records == (dialect == .serial ? [.position(LSN(7))] : []))
    }
}
