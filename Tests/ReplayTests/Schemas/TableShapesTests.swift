internal import ChangeModel
internal import Testing

@testable import Replay

struct TableShapesTests {
    private static let table = TableName(schema: "public", table: "t")
    private var shapes = TableShapes()

    private func relation(_ columns: [(String, String)], old: [String] = [], isDelete: Bool = false) -> Relation {
        Relation(
            table: Self.table,
            columns: columns.map {
                Column(name: $0.0, typeName: $0.1, isInNewImage: !isDelete, isInOldImage: old.contains($0.0))
            }
        )
    }

    @Test mutating func `a table that is met for the first time has not changed`() {
        #expect(shapes.note(relation([("id", "integer")])).isEmpty)
        #expect(shapes.note(relation([("id", "integer")])).isEmpty)
    }

    @Test mutating func `new, lost and changed columns are told apart`() {
        _ = shapes.note(relation([("id", "integer"), ("a", "text"), ("b", "date")]))
        #expect(
            shapes.note(relation([("id", "bigint"), ("b", "date"), ("c", "uuid"), ("d", "text")])) == [
                .added(column: "c", type: "uuid"), .added(column: "d", type: "text"), .dropped(column: "a"),
                .retyped(column: "id", from: "integer", to: "bigint"),
            ]
        )
        #expect(shapes.note(relation([("id", "bigint"), ("b", "date"), ("c", "uuid"), ("d", "text")])).isEmpty)
    }

    @Test mutating func `a column in the place of another of its type was renamed`() {
        _ = shapes.note(relation([("id", "integer"), ("a", "text"), ("b", "text")]))
        #expect(
            shapes.note(relation([("id", "integer"), ("z", "text"), ("b", "text")])) == [
                .renamed(column: "a", to: "z")
            ]
        )
        #expect(
            shapes.note(relation([("id", "integer"), ("b", "text"), ("y", "text")])) == [
                .added(column: "y", type: "text"), .dropped(column: "z"),
            ]
        )
    }

    @Test mutating func `an update says nothing of a column that it does not name`() {
        _ = shapes.note(relation([("id", "integer"), ("a", "text")]))
        #expect(shapes.note(relation([("id", "integer")], old: ["id"])).isEmpty)
        #expect(shapes.note(relation([("id", "integer"), ("a", "text")])).isEmpty)
        #expect(
            shapes.note(relation([("id", "integer"), ("n", "date")], old: ["id"])) == [
                .added(column: "n", type: "date")
            ]
        )
    }

    @Test mutating func `what only updates have named is no table's whole row`() {
        _ = shapes.note(relation([("id", "integer")], old: ["id"]))
        #expect(shapes.note(relation([("id", "integer"), ("a", "text")])).isEmpty)
        #expect(shapes.note(relation([("id", "integer")])) == [.dropped(column: "a")])
    }

    @Test mutating func `a delete says nothing at all`() {
        _ = shapes.note(relation([("id", "integer"), ("a", "text")]))
        #expect(shapes.note(relation([("id", "integer")], old: ["id"], isDelete: true)).isEmpty)
        #expect(shapes.note(relation([("id", "integer"), ("a", "text")])).isEmpty)
    }
}
