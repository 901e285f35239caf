internal import MySQLClient
internal import Testing

@testable import Verification

struct KeyOrderTests {
    private func order(_ sourceType: String, _ dataType: String) throws -> KeyOrder {
        try #require(KeyOrder(try Pair.column(sourceType, dataType)))
    }

    @Test func `numbers of any length are ordered by their value`() throws {
        let order = try order("numeric", "decimal")
        let sorted = ["-100.00", "-20.00", "-3.00", "0.00", "0.01", "9.99", "10.00", "12345678901234567890.00"]
        for (index, left) in sorted.enumerated() {
            for right in sorted[(index + 1)...] {
                #expect(order.isBefore(left, right) && !order.isBefore(right, left))
            }
        }
    }

    @Test func `keys are ordered column by column`() throws {
        let orders = [try order("integer", "int"), try order("date", "date")]
        #expect(KeyOrder.isBefore(["2", "2026-01-01"], ["10", "2025-01-01"], orders))
        #expect(KeyOrder.isBefore(["10", "2025-01-01"], ["10", "2026-01-01"], orders))
        #expect(!KeyOrder.isBefore(["10", "2026-01-01"], ["10", "2026-01-01"], orders))
    }

    @Test func `texts have a common order only where both sides order them by their bytes`() throws {
        let common = try Pair.column("text", "varchar", collation: "utf8mb4_bin", isInByteOrder: true)
        let ofTarget = try Pair.column("text", "varchar", collation: "utf8mb4_general_ci", isInByteOrder: true)
        let ofSource = try Pair.column("text", "varchar", collation: "utf8mb4_bin", isInByteOrder: false)
        #expect([common, ofTarget, ofSource].map { KeyOrder($0)?.isCommon } == [true, false, false])
    }

    @Test func `floating numbers and documents make no key`() throws {
        #expect(KeyOrder(try Pair.column("double precision", "double")) == nil)
        #expect(KeyOrder(try Pair.column("json", "json")) == nil)
    }
}

/// Columns of both sides for tests.
enum Pair {
    static func column(
        _ sourceType: String,
        _ dataType: String,
        columnType: String? = nil,
        collation: String? = nil,
        octetLength: UInt64? = nil,
        scale: Int? = 2,
        precision: Int? = 6,
        isInByteOrder: Bool = false
    ) throws -> ComparedTable.Column {
        let target = TargetColumn(
            name: "value",
            dataType: dataType,
            columnType: columnType ?? dataType,
            characterSet: collation.map { String($0.prefix { $0 != "_" }) },
            collation: collation,
            octetLength: octetLength,
            numericScale: dataType == "decimal" ? scale : nil,
            datetimePrecision: precision
        )
        let source = SourceTable.Column(
            name: "value",
            typeName: sourceType,
            isNullable: true,
            scale: nil,
            isInByteOrder: isInByteOrder
        )
        let form = try #require(ValueForm(sourceType: sourceType, target: target))
        return ComparedTable.Column(source: source, target: target, form: form)
    }
}
