internal import MySQLClient
internal import Testing

@testable import Verification

struct SQLDialectTests {
    private let target = TargetDialect(hash: nil)
    private let source = SourceDialect(hash: nil)

    @Test func `a range of a compound key is spelled out for the target, as rows for the source`() {
        #expect(target.isAfter(["a", "b"], ["1", "2"]) == "(a > 1 OR (a = 1 AND b > 2))")
        #expect(
            target.isUpTo(["a", "b", "c"], ["1", "2", "3"]) == "(a < 1 OR (a = 1 AND (b < 2 OR (b = 2 AND c <= 3))))"
        )
        #expect(source.isAfter(["a", "b"], ["1", "2"]) == "(a, b) > (1, 2)")
    }

    @Test func `no call has more arguments than the source takes`() {
        let joined = SourceDialect.joined((0..<3_000).map { "c\($0)" })
        var depth: [Int] = []
        var most = 0
        for character in joined {
            switch character {
            case "(": depth.append(1)
            case ")": most = max(most, depth.popLast() ?? 0)
            case ",": if !depth.isEmpty { depth[depth.count - 1] += 1 }
            default: break
            }
        }
        #expect(most <= 100)
    }

    @Test func `a value of a key can never end its literal`() throws {
        let column = try Pair.column("text", "varchar", collation: "utf8mb4_bin")
        // Texts come as hexadecimal digits, and everything else as plain letters or not at all.
        #expect(target.literal("273b", for: column) == "_utf8mb4 X'273b'")
        let date = try Pair.column("date", "date")
        #expect(target.literal("2026-01-01' OR '1", for: date) == "'2026-01-01'' OR ''1'")
        let number = try Pair.column("integer", "bigint")
        #expect(target.literal("9007199254740993", for: number) == "9007199254740993")
    }

    @Test func `repairs quote every text by its digits`() throws {
        let text = try Pair.column("text", "longtext")
        #expect(RepairValues.literal("275c00", text) == "_utf8mb4 X'275c00'")
        #expect(RepairValues.literal("", text) == "''")
        #expect(RepairValues.literal("1", try Pair.column("boolean", "bit")) == "1")
        #expect(RepairValues.literal("", try Pair.column("bit", "bit")) == "b'0'")
        #expect(RepairValues.literal("1e-05", try Pair.column("double precision", "double")) == "'1e-05'")
    }
}
