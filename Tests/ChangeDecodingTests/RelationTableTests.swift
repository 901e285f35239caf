import ChangeModel
import Testing

@testable import ChangeDecoding

/// What the decoder asks of the catalogue, and what it refuses to keep.
struct RelationTableTests {
    private static func row(_ table: String, type: UInt32, value: String = "1") -> [UInt8] {
        BinaryRecord.row("I", table: table, new: [("a", type, value)])
    }

    private final class Catalogue {
        var asked = 0
        var names: SourceNames?
    }

    private static func decode(_ records: [[UInt8]], _ options: DecoderOptions, _ catalogue: Catalogue) throws
        -> ChangeBatch
    {
        var decoder = try ChangeDecoder(options) {
            catalogue.asked += 1
            return catalogue.names
        }
        return try decoder.decode(BinaryRecord.transaction(records))
    }

    @Test func aTypeThatIsNotBuiltInIsAskedForOnce() throws {
        let catalogue = Catalogue()
        catalogue.names = SourceNames(typeNames: [17_350: "uint1", 17_356: "uint2"])
        let records = [
            Self.row("a", type: 17_350), Self.row("b", type: 17_350), Self.row("c", type: 17_356),
            Self.row("d", type: 23),
        ]
        let batch = try Self.decode(records, .binary, catalogue)
        #expect(batch.relations.map { $0.columns[0].typeName } == ["uint1", "uint1", "uint2", "integer"])
        #expect(batch.relations.map { $0.columns[0].typeIdentifier } == [17_350, 17_350, 17_356, 23])
        #expect(catalogue.asked == 1)
    }

    @Test func aTypeThatIsKnownFromTheStartIsNotAskedFor() throws {
        let catalogue = Catalogue()
        var options = DecoderOptions.binary
        options.names = SourceNames(typeNames: [17_350: "uint1"])
        _ = try Self.decode([Self.row("a", type: 17_350)], options, catalogue)
        #expect(catalogue.asked == 0)
    }

    @Test func aTypeThatNobodyKnowsIsRefused() throws {
        let catalogue = Catalogue()
        let error = try #require(throws: DecodingError.self) {
            try Self.decode([Self.row("shop", type: 17_350)], .binary, catalogue)
        }
        #expect(error.description.contains("17350") && error.description.contains("public.shop"))
        #expect(catalogue.asked == 1)
    }

    @Test func aTypeThatNobodyKnowsHasANumberWhereThatIsAllowed() throws {
        let catalogue = Catalogue()
        var options = DecoderOptions.binary
        options.allowsUnknownTypes = true
        let records = [Self.row("a", type: 17_350), Self.row("b", type: 17_350)]
        let batch = try Self.decode(records, options, catalogue)
        #expect(batch.relations.map { $0.columns[0].typeName } == ["oid 17350", "oid 17350"])
        #expect(catalogue.asked == 1)
    }

    @Test func thereIsALimitToRelations() throws {
        var options = DecoderOptions.binary
        options.relationsMax = 2
        let records = [Self.row("a", type: 23), Self.row("b", type: 23), Self.row("a", type: 23)]
        #expect(try Self.decode(records, options, Catalogue()).relations.count == 2)
        let error = try #require(throws: DecodingError.self) {
            try Self.decode(records + [Self.row("c", type: 23)], options, Catalogue())
        }
        #expect(error.description.contains("more than 2 shapes"))
    }

    @Test func booleansAreRefusedOnDemand() throws {
        let line = SerialLine.row("s.shop", "INSERT", new: [("id", "integer", "1"), ("open", "boolean", "false")])
        var decoder = try ChangeDecoder(DecoderOptions(refusesBooleans: true))
        do {
            _ = try decoder.decode(SerialLine.messages(["BEGIN 1", line]))
            Issue.record("the boolean was taken")
        } catch {
            guard case .refused(let reason, LSN(2)) = error else {
                Issue.record("\(error)")
                return
            }
            for part in ["open", "s.shop", "decode-style", "false"] { #expect(reason.contains(part)) }
        }
    }

    @Test func arraysOfBooleansAreRightEverywhere() throws {
        let line = SerialLine.row("s.t", "INSERT", new: [("a", "boolean[]", "'{1,0}'")])
        var decoder = try ChangeDecoder(DecoderOptions(refusesBooleans: true))
        #expect(try decoder.decode(SerialLine.messages(["BEGIN 1", line])).records.count == 2)
    }
}
