internal import ChangeModel
internal import MySQLClient
internal import Testing

@testable import Replay

struct ColumnMatchTests {
    private static let table = TableName(schema: "public", table: "t")

    private func column(
        _ name: String,
        nullable: Bool = false,
        generated: Bool = false,
        auto: Bool = false,
        filled: Bool = false
    )
        -> TargetColumn
    {
        TargetColumn(
            name: name,
            dataType: "int",
            columnType: "int",
            isNullable: nullable,
            isGenerated: generated,
            isAutoIncrement: auto,
            hasDefault: filled
        )
    }

    private func match(
        _ names: [String],
        _ columns: [TargetColumn],
        isWholeRow: Bool = true,
        _ renamed: [String: String] = [:]
    ) -> ColumnMatch {
        var mapping = TableMapping(database: "shop")
        mapping.columns[Self.table] = renamed
        let source = Relation(
            table: Self.table,
            columns: names.map { Column(name: $0, typeName: "integer", isInNewImage: true, isInOldImage: false) }
        )
        return ColumnMatch(
            source,
            TargetTable(database: "shop", name: "t", columns: columns),
            mapping,
            isWholeRow: isWholeRow
        )
    }

    @Test func `columns find theirs by name, in any order and any case`() {
        let match = match(["a", "B", "c"], [column("C"), column("A"), column("b")])
        #expect(match.problems.isEmpty)
        #expect(match.targets.map(\.?.name) == ["A", "b", "C"])
    }

    @Test func `an extra column must fill itself where a whole row comes`() {
        let extras = [
            column("n", nullable: true), column("g", generated: true), column("i", auto: true),
            column("d", filled: true),
        ]
        #expect(match(["a"], [column("a")] + extras).problems.isEmpty)
        #expect(match(["a"], [column("a"), column("x")] + extras).problems == [.unfilled(column: column("x"))])
        #expect(match(["a"], [column("a"), column("x")], isWholeRow: false).problems.isEmpty)
    }

    @Test func `a column that is not there is named as both sides call it`() {
        #expect(match(["a", "b"], [column("a")]).problems == [.missing(column: "b", wanted: "b")])
        #expect(
            match(["a"], [column("a", nullable: true)], ["a": "z"]).problems == [.missing(column: "a", wanted: "z")]
        )
    }

    @Test func `two columns with one place are refused`() {
        #expect(
            match(["a", "A"], [column("a")]).problems == [.collision(first: "a", second: "A", target: "a")]
        )
        #expect(
            match(["a", "b"], [column("a"), column("b", nullable: true)], ["b": "a"]).problems
                == [.collision(first: "a", second: "b", target: "a")]
        )
    }
}
