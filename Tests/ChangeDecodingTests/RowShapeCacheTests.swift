import ChangeModel
import TestSupport
import Testing

@testable import ChangeDecoding

/// The shapes that the decoder remembers: it must never take a row for one of another shape.
struct RowShapeCacheTests {
    private static func insert(_ table: String, _ columns: [String]) -> String {
        SerialLine.row(table, "INSERT", new: columns.map { ($0, "text", "'\($0)1'") })
    }

    private static func update(_ value: String, key: String) -> String {
        SerialLine.row(
            "s.t",
            "UPDATE",
            new: [("a", "text", "'\(value)'"), ("b", "text", "'\(value)'")],
            old: [(key, "text", "'k'")]
        )
    }

    @Test func aColumnThatIsAddedBetweenTwoRowsIsSeen() throws {
        let lines = [Self.insert("s.t", ["a"]), Self.insert("s.t", ["a", "b"]), Self.insert("s.t", ["a"])]
        #expect(
            try SerialLine.decode(["BEGIN 1"] + lines).dropFirst() == [
                "insert s.t new(a[text]='a1')", "insert s.t new(a[text]='a1', b[text]='b1')",
                "insert s.t new(a[text]='a1')",
            ]
        )
    }

    @Test func aTypeThatChangesBetweenTwoRowsIsSeen() throws {
        let lines = ["text", "integer"].map { SerialLine.row("s.t", "INSERT", new: [("a", $0, "'1'")]) }
        #expect(
            try SerialLine.decode(["BEGIN 1"] + lines).dropFirst() == [
                "insert s.t new(a[text]='1')", "insert s.t new(a[integer]='1')",
            ]
        )
    }

    @Test func anIdentityThatChangesBetweenTwoRowsIsSeen() throws {
        let lines = [Self.update("1", key: "a"), Self.update("2", key: "b"), Self.update("3", key: "a")]
        #expect(
            try SerialLine.decode(["BEGIN 1"] + lines).dropFirst() == [
                "update s.t new(a[text]='1', b[text]='1') old(a[text]='k')",
                "update s.t new(a[text]='2', b[text]='2') old(b[text]='k')",
                "update s.t new(a[text]='3', b[text]='3') old(a[text]='k')",
            ]
        )
    }

    @Test func shapesThatTakeTurnsAreLearntOnce() throws {
        var decoder = try ChangeDecoder()
        let lines = [
            Self.update("1", key: "a"), Self.update("2", key: "b"), Self.insert("s.t", ["a"]),
            Self.insert("s.t", ["a", "b"]),
        ]
        for _ in 0..<50 {
            _ = try decoder.decode(SerialLine.messages(["BEGIN 1"] + lines + ["COMMIT CSN 1"]))
        }
        #expect(decoder.shapeCount == 4)
        #expect(try decoder.decode(MessageBatch()).relations.count == 4)
    }

    @Test(arguments: [#"s","t"#, #"",""#, #"a",b"#, #"t","op_type":"X"#, #"t\",\"op_type\":\"INSERT"#])
    func aTableNameThatLooksLikeTheEndOfANameIsNotMistaken(_ name: String) throws {
        var decoder = try ChangeDecoder()
        let table =
            "s.\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        let lines = [
            Self.insert(table, ["a"]), Self.insert("s.t", ["a"]), Self.insert(table, ["b"]), Self.insert(table, ["a"]),
        ]
        for _ in 0..<3 {
            let batch = try decoder.decode(SerialLine.messages(["BEGIN 1"] + lines + ["COMMIT CSN 1"]))
            let names = batch.records.compactMap { record -> String? in
                guard case .row(let change) = record else { return nil }
                return batch.relations[change.relation].columns[0].name
            }
            #expect(names == ["a", "a", "b", "a"])
        }
        #expect(decoder.shapeCount == 3)
    }

    @Test func relationsKeepTheirIndicesFromBatchToBatch() throws {
        var decoder = try ChangeDecoder()
        let first = try decoder.decode(SerialLine.messages(["BEGIN 1", Self.insert("s.t", ["a"]), "COMMIT CSN 1"]))
        let second = try decoder.decode(
            SerialLine.messages(["BEGIN 1", Self.insert("s.u", ["a"]), Self.insert("s.t", ["a"]), "COMMIT CSN 1"])
        )
        #expect(second.relations.prefix(1).elementsEqual(first.relations))
        #expect(BatchText.lines(second)[1...2] == ["insert s.u new(a[text]='a1')", "insert s.t new(a[text]='a1')"])
    }

    @Test func aRowWithEscapesThatTeachesANewShapeIsReadOnce() throws {
        let line = SerialLine.row("s.t", "UPDATE", new: [("a", "text", "'it''s'")], old: [("a", "text", "'\n'")])
        var decoder = try ChangeDecoder()
        let batch = try decoder.decode(SerialLine.messages(["BEGIN 1", line, line]))
        #expect(
            BatchText.lines(batch).dropFirst()
                == .init(repeating: "update s.t new(a[text]='it's') old(a[text]='\n')", count: 2)
        )
    }
}
