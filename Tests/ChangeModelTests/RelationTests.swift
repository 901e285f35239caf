import ChangeModel
import Testing

struct RelationTests {
    private static func column(_ name: String, new: Bool, old: Bool) -> Column {
        Column(name: name, typeName: "integer", isInNewImage: new, isInOldImage: old)
    }

    @Test func knowsWhereTheValuesOfEachImageBelong() {
        let relation = Relation(
            table: TableName(schema: "public", table: "t"),
            columns: [
                Self.column("a", new: true, old: false), Self.column("b", new: true, old: true),
                Self.column("c", new: false, old: true),
            ]
        )
        #expect(relation.newColumnIndices == [0, 1])
        #expect(relation.oldColumnIndices == [1, 2])
    }

    @Test func isAnotherOneWhereTypesOrImagesDiffer() {
        let table = TableName(schema: "public", table: "t")
        let first = Relation(table: table, columns: [Self.column("a", new: true, old: false)])
        let second = Relation(table: table, columns: [Self.column("a", new: true, old: true)])
        #expect(first != second)
        #expect(Set([first, second, first]).count == 2)
    }

    @Test func aTableIsPrintedForPeople() {
        #expect(TableName(schema: "Weird.Schema", table: "Tab le").description == "Weird.Schema.Tab le")
    }
}
