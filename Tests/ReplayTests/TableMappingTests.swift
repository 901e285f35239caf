internal import ChangeModel
internal import TestSupport
internal import Testing

@testable import Replay

struct TableMappingTests {
    private static let orders = TableName(schema: "public", table: "orders")

    private func mapping(_ change: (inout TableMapping) -> Void = { _ in }) -> TableMapping {
        var mapping = TableMapping(database: "shop")
        change(&mapping)
        return mapping
    }

    private func target(_ schema: String, _ table: String, _ mapping: TableMapping) -> String? {
        mapping.target(of: TableName(schema: schema, table: table))?.description
    }

    @Test func `a table keeps its name, in the database of its schema`() {
        let mapping = mapping { $0.schemas = ["crm": "customers"] }
        #expect(target("public", "orders", mapping) == "shop.orders")
        #expect(target("crm", "orders", mapping) == "customers.orders")
        // The source's names have case.
        #expect(target("CRM", "orders", mapping) == "shop.orders")
    }

    @Test func `a table that is named goes where it is sent, its schema's database included unless another is given`() {
        let mapping = mapping {
            $0.schemas = ["crm": "customers"]
            $0.tables[Self.orders] = TableMapping.Place(database: "old", table: "orders_old")
            $0.tables[TableName(schema: "crm", table: "people")] = TableMapping.Place(table: "persons")
        }
        #expect(target("public", "orders", mapping) == "old.orders_old")
        #expect(target("crm", "people", mapping) == "customers.persons")
        #expect(target("public", "Orders", mapping) == "shop.Orders")
        #expect(mapping.databases == ["customers", "old", "shop"])
    }

    @Test func `names are quoted for SQL whatever is in them`() {
        let mapping = mapping {
            $0.tables[TableName(schema: "Weird.Schema", table: "Tab le")] = TableMapping.Place(
                database: "Weird.Schema",
                table: "Tàb`le"
            )
        }
        #expect(
            mapping.target(of: TableName(schema: "Weird.Schema", table: "Tab le"))?.quoted == "`Weird.Schema`.`Tàb``le`"
        )
    }

    @Test func `lower case is for names that are not given`() {
        let mapping = mapping {
            $0.lowersNames = true
            $0.tables[TableName(schema: "public", table: "A")] = TableMapping.Place(table: "Alpha")
        }
        #expect(target("public", "Ünder", mapping) == "shop.ünder")
        #expect(target("public", "A", mapping) == "shop.Alpha")
    }

    @Test func `only what is included and not excluded is replayed`() {
        let mapping = mapping {
            $0.includes = [TablePattern(schema: .glob("public"), table: .glob("*"))]
            $0.excludes = [TablePattern(schema: .glob("*"), table: .glob("audit_*"))]
        }
        #expect(target("public", "orders", mapping) == "shop.orders")
        #expect(target("public", "audit_2026", mapping) == nil)
        #expect(target("crm", "orders", mapping) == nil)
        #expect(mapping.destination(of: TableName(schema: "crm", table: "orders")) == .excluded)
    }

    @Test(arguments: [
        ("*", "", true), ("*", "any.thing", true), ("a*", "a", true), ("a*c", "abbc", true), ("a*c", "abcb", false),
        ("a?c", "aüc", true), ("a?c", "ac", false), ("*a*b*", "xxaxxbxx", true), ("*a*b*", "xxbxxa", false),
        ("a*b*c", "aXbXbYc", true), ("", "", true), ("", "a", false), ("a", "A", false), ("?", "", false),
        ("a**", "a", true), ("[ab]", "a", false),
    ])
    func `a pattern's star stands for any characters and its question mark for one`(
        pattern: String,
        name: String,
        matches: Bool
    ) {
        #expect(NamePattern.glob(pattern).matches(name) == matches)
    }

    @Test func `in quotes a star is a star`() {
        #expect(NamePattern.exactly("a*").matches("a*"))
        #expect(!NamePattern.exactly("a*").matches("ab"))
    }

    @Test func `a column that is named has its name in the target, in the same place of both images`() {
        let mapping = mapping { $0.columns[Self.orders] = ["custid": "customer_id"] }
        let source = Relation(
            table: Self.orders,
            columns: [
                Column(name: "id", typeName: "integer", typeIdentifier: 23, isInNewImage: true, isInOldImage: true),
                Column(name: "custid", typeName: "text", isInNewImage: true, isInOldImage: false),
            ]
        )
        let renamed = mapping.renamed(source)
        #expect(renamed.columns.map(\.name) == ["id", "customer_id"])
        #expect(renamed.columns[0] == source.columns[0])
        #expect(renamed.newColumnIndices == source.newColumnIndices)
        #expect(renamed.oldColumnIndices == source.oldColumnIndices)
        #expect(mapping.column("custid", of: Self.orders) == "customer_id")
        #expect(mapping.column("custid", of: TableName(schema: "crm", table: "orders")) == "custid")
    }
}

struct OmittedTablesTests {
    private static let audit = BatchBuilder.relation("audit", new: ["a"])
    private static let orders = BatchBuilder.relation("orders", new: ["a"])

    private var mapping: TableMapping {
        var mapping = TableMapping(database: "shop")
        mapping.excludes = [TablePattern(schema: .glob("*"), table: .glob("aud*"))]
        return mapping
    }

    private func truncation(_ tables: String...) -> Truncation {
        let names = tables.map { TableName(schema: "public", table: $0) }
        return Truncation(tables: names, restartsSequences: false, cascades: false)
    }

    @Test func `rows of a table that is left out go, and their transaction stays`() {
        var builder = BatchBuilder()
        builder.transaction(1) {
            $0.row(.insert, Self.audit, [.text("x")])
            $0.row(.insert, Self.orders, [.text("y")])
        }
        builder.transaction(2) { $0.row(.insert, Self.audit, [.text("z")]) }
        var omitted = OmittedTables(mapping)
        var batch = builder.batch
        omitted.remove(from: &batch)
        #expect(batch.records.count == 5)
        guard case .row(let change) = batch.records[1] else {
            Issue.record("a row of orders stays")
            return
        }
        #expect(batch.relations[change.relation] == Self.orders)
        #expect(omitted.rowCounts == [Self.audit.table: 2])
    }

    @Test func `a truncation goes where it names nothing else`() {
        var builder = BatchBuilder()
        builder.transaction(1) {
            $0.truncate(truncation("audit", "audit_2"))
            $0.truncate(truncation("audit", "orders"))
        }
        var omitted = OmittedTables(mapping)
        var batch = builder.batch
        omitted.remove(from: &batch)
        #expect(batch.records.count == 3)
        #expect(omitted.rowCounts.isEmpty)
    }

    @Test func `relations that come later are looked at too`() {
        var builder = BatchBuilder()
        builder.transaction(1) { $0.row(.insert, Self.orders, [.text("y")]) }
        var omitted = OmittedTables(mapping)
        var batch = builder.batch
        omitted.remove(from: &batch)
        builder.transaction(2) { $0.row(.insert, Self.audit, [.text("x")]) }
        batch = builder.batch
        omitted.remove(from: &batch)
        #expect(batch.records.count == 5)
        #expect(omitted.rowCounts == [Self.audit.table: 1])
    }
}
