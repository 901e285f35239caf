internal import ChangeModel
internal import MySQLClient
internal import Testing

@testable import Replay

/// Which policy holds, what it does, and that it is counted.
struct ValuePolicyTests {
    @Test func `a column's policy goes before its type's, and that before the standard one`() {
        var policies = ValuePolicies(standard: .clamp, byType: ["numeric": .null], byColumn: ["s.t.c": .error])
        #expect(policies.policy(column: "s.t.c", type: "numeric") == .error)
        #expect(policies.policy(column: "s.t.d", type: "numeric") == .null)
        #expect(policies.policy(column: "s.t.d", type: "text") == .clamp)
        policies.byColumn = [:]
        #expect(policies.policy(column: "s.t.c", type: "numeric") == .null)
    }

    @Test func `a column of the source is found by its name`() throws {
        let policies = ValuePolicies(byColumn: ["s.T.Col": .clamp])
        let source = Column(name: "Col", typeName: "integer", isInNewImage: true, isInOldImage: false)
        let table = TableName(schema: "s", table: "T")
        let target = TestColumn.column("TINYINT")
        let encoding = try #require(ValueEncoding(source: source, of: table, target: target, policies: policies))
        #expect(encoding.policy == .clamp && encoding.column == "s.T.Col")
    }

    @Test func `NULL is not written where the column takes none`() throws {
        let column = TestColumn.column("TINYINT", isNullable: false)
        let policies = ValuePolicies(standard: .null)
        let encoding = try #require(ValueEncoding(sourceType: "integer", target: column, policies: policies))
        #expect(
            EncodedValue.text("300", encoding)
                == "refused: the number is out of the column's range, and the column takes no NULL, which is its policy"
        )
    }

    @Test func `a refusal says why the policy did not help`() {
        #expect(
            EncodedValue.text("NaN", "numeric", "DECIMAL(5)", .clamp)
                == "refused: NaN has no place in MySQL, and nothing that the column holds is near, as its policy clamp wants"
        )
        #expect(
            EncodedValue.text("NaN", "numeric", "DECIMAL(5)", .text)
                == "refused: NaN has no place in MySQL, and the policy text has no answer to that"
        )
    }

    @Test func `every use is counted, by column and kind`() throws {
        let policies = ValuePolicies(byType: ["numeric": .clamp, "bytea": .text])
        let number = try #require(
            ValueEncoding(
                sourceType: "numeric",
                target: TestColumn.column("DECIMAL(3,1)"),
                column: "s.t.n",
                policies: policies
            )
        )
        let bytes = try #require(
            ValueEncoding(sourceType: "bytea", target: TestColumn.column("TEXT"), column: "s.t.b", policies: policies)
        )
        var encoder = ValueEncoder()
        for text in ["1.5", "1.25", "1000", "1.33"] { _ = EncodedValue.text(text, number, &encoder) }
        _ = EncodedValue.text("\\x00", bytes, &encoder)
        #expect(EncodedValue.text("abc", number, &encoder).hasPrefix("refused: "))
        var uses = encoder.policyUses.take()
        #expect(
            uses.sorted.map { "\($0.use.column) \($0.use.policy) \($0.use.misfit.rawValue) \($0.count)" } == [
                "s.t.b text a type without a place of its own 1", "s.t.n clamp digits lost 2",
                "s.t.n clamp out of range 1",
            ]
        )
        #expect(encoder.policyUses.isEmpty)
        uses.merge(uses)
        #expect(uses.sorted.map(\.count) == [2, 4, 2])
    }
}
