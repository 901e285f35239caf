import ChangeModel
import TestSupport
import Testing

@testable import ChangeDecoding

/// Rows of style b: what comes out of them, and the shapes that the decoder remembers.
struct BinaryRowTests {
    private static let id: BinaryRecord.Field = ("id", 23, "1")

    private static func decode(_ records: [[UInt8]], _ options: DecoderOptions = .binary) throws -> [String] {
        var decoder = try ChangeDecoder(options)
        return BatchText.lines(try decoder.decode(BinaryRecord.transaction(records))).dropFirst().dropLast().map(\.self)
    }

    @Test func theThreeOperationsAreRead() throws {
        let records = [
            BinaryRecord.row("I", new: [Self.id, ("v", 1043, "it's")]),
            BinaryRecord.row("U", new: [Self.id, ("v", 1043, "b")], old: [Self.id]),
            BinaryRecord.row("D", old: [Self.id]),
        ]
        #expect(
            try Self.decode(records) == [
                "insert public.t new(id[integer/23]='1', v[character varying/1043]='it's')",
                "update public.t new(id[integer/23]='1', v[character varying/1043]='b') old(id[integer/23]='1')",
                "delete public.t old(id[integer/23]='1')",
            ]
        )
    }

    @Test func nullEmptyAndTheWordNullAreThree() throws {
        let records = [nil, "", "null"].map { BinaryRecord.row("I", new: [("v", 25, $0)]) }
        #expect(try Self.decode(records).map { $0.split(separator: "=").last } == ["NULL)", "'')", "'null')"])
    }

    @Test(arguments: [("1", "t"), ("0", "f"), ("t", "t"), ("f", "f")])
    func aBooleanIsALetter(_ sent: String, _ text: String) throws {
        let record = BinaryRecord.row("I", new: [("a", 16, sent), ("b", 16, nil), ("c", 25, sent)])
        #expect(
            try Self.decode([record, record])[1]
                == "insert public.t new(a[boolean/16]='\(text)', b[boolean/16]=NULL, c[text/25]='\(sent)')"
        )
    }

    @Test(arguments: ["true", "2", ""])
    func anyOtherBooleanIsAnError(_ sent: String) {
        #expect(throws: DecodingError.self) { try Self.decode([BinaryRecord.row("I", new: [("a", 16, sent)])]) }
    }

    @Test func namesOfColumnsAreQuotedAndThoseOfTablesAreNot() throws {
        let record = BinaryRecord.row("I", schema: "S \"x", table: "\"t\"", new: [("\"a \"\"b\"", 25, "v")])
        #expect(try Self.decode([record]) == ["insert S \"x.\"t\" new(a \"b[text/25]='v')"])
    }

    @Test func rowsWithoutAnIdentityHaveNoOldImage() throws {
        let records = [BinaryRecord.row("U", new: [Self.id]), BinaryRecord.row("D")]
        #expect(try Self.decode(records) == ["update public.t new(id[integer/23]='1')", "delete public.t"])
    }

    @Test func aWholeOldImageKeepsItsOrder() throws {
        let new: [BinaryRecord.Field] = [("a", 25, "1"), ("b", 25, "2")]
        let record = BinaryRecord.row("U", new: new, old: [("b", 25, "3"), ("a", 25, "4")])
        #expect(
            try Self.decode([record, record])
                == .init(
                    repeating:
                        "update public.t new(a[text/25]='1', b[text/25]='2') old(a[text/25]='4', b[text/25]='3')",
                    count: 2
                )
        )
    }

    @Test func shapesThatTakeTurnsAreLearntOnce() throws {
        let text: BinaryRecord.Field = ("v", 25, "x")
        let records = [
            BinaryRecord.row("I", new: [Self.id]), BinaryRecord.row("I", new: [Self.id, text]),
            BinaryRecord.row("I", new: [Self.id, ("v", 1043, "x")]), BinaryRecord.row("I", table: "u", new: [Self.id]),
            BinaryRecord.row("U", new: [Self.id, text], old: [Self.id]),
            BinaryRecord.row("U", new: [Self.id, text], old: [text]),
            BinaryRecord.row("D", old: [Self.id]), BinaryRecord.row("D"),
        ]
        var decoder = try ChangeDecoder(.binary)
        let first = BatchText.lines(try decoder.decode(BinaryRecord.transaction(records)))
        for _ in 0..<20 {
            #expect(BatchText.lines(try decoder.decode(BinaryRecord.transaction(records))) == first)
        }
        #expect(Set(first).count == records.count + 2)
        #expect(decoder.shapeCount == records.count)
    }

    @Test func aShapeThatIsHalfRightLeavesNothingBehind() throws {
        // The first boolean is rewritten before the second column shows that the shape is another one.
        let one = BinaryRecord.row("I", new: [("a", 16, "1"), ("b", 25, "x")])
        let other = BinaryRecord.row("I", new: [("a", 16, "0"), ("c", 25, "y")])
        let lines = [
            "insert public.t new(a[boolean/16]='t', b[text/25]='x')",
            "insert public.t new(a[boolean/16]='f', c[text/25]='y')",
        ]
        #expect(try Self.decode([one, other, one, other]) == lines + lines)
    }

    @Test(arguments: [
        BinaryRecord.row("I", new: [id], old: [id]), BinaryRecord.row("U", old: [id]),
        BinaryRecord.row("D", new: [id], old: [id]),
        BinaryRecord.row("I", new: [id, id]), BinaryRecord.row("I", schema: "", new: [id]),
        BinaryRecord.row("I", table: "", new: [id]),
        BinaryRecord.row("I", new: [("", 23, "1")]), BinaryRecord.row("I", new: [("\"a", 23, "1")]),
        BinaryRecord.row("I", new: [("\"a\"b", 23, "1")]), BinaryRecord.row("I", new: [id]) + [0],
    ])
    func whatTheOperationCannotHaveIsAnError(_ record: [UInt8]) {
        #expect(throws: DecodingError.self) { try Self.decode([record]) }
    }

    @Test func aRowThatIsCutAnywhereIsAnError() throws {
        let record = BinaryRecord.row("U", new: [Self.id, ("v", 25, "text")], old: [Self.id])
        for length in 0..<record.count {
            for known in [[], [record]] {
                // A row that ends before its old image is a whole one.
                let isWhole =
                    length == record.count - BinaryRecord.row("U", schema: "s", table: "t", old: [Self.id]).count + 7
                guard !isWhole else { continue }
                #expect(throws: DecodingError.self, "\(length)") { try Self.decode(known + [Array(record[..<length])]) }
            }
        }
    }

    @Test func anyByteReplacedByAnyOtherNeverCrashes() {
        let record = BinaryRecord.row("U", new: [Self.id, ("b", 16, "1"), ("v", 25, nil)], old: [Self.id])
        for place in record.indices {
            for replacement in [0, 1, 2, 8, 0x22, 0x49, 0x4E, 0x4F, 0x7F, 0x80, 0xFF] as [UInt8] {
                var damaged = record
                damaged[place] = replacement
                _ = try? Self.decode([damaged])
                _ = try? Self.decode([record, damaged, record])
            }
        }
    }
}

extension DecoderOptions {
    static let binary = DecoderOptions(dialect: Dialect(.parallelBinary))
}
