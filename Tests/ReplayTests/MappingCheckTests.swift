internal import ChangeModel
internal import Telemetry
internal import TestSupport
internal import Testing

@testable import Replay

struct MappingCheckTests {
    private static let names = [("public", "orders"), ("crm", "orders"), ("public", "People"), ("public", "people")]
    private static let tables = names.map { schema, table in
        Relation(
            table: TableName(schema: schema, table: table),
            columns: [Column(name: "id", typeName: "integer", isInNewImage: true, isInOldImage: true)]
        )
    }

    private func sentences(namesHaveCase: Bool = true, _ change: (inout TableMapping) -> Void = { _ in }) -> [String] {
        var mapping = TableMapping(database: "shop")
        change(&mapping)
        let own = [("progress", "its progress"), ("quarantine", "its quarantine")].map { table, content in
            OwnTable(
                name: TargetName(database: "shop", table: table),
                content: content,
                option: "replay.\(table)_table"
            )
        }
        let check = MappingCheck(mapping, tables: Self.tables, namesHaveCase: namesHaveCase, ownTables: own)
        return check.findings.map { finding in
            "\(finding.severity) \(finding.subject): \(finding.sentence)"
        }
    }

    @Test func `two tables with one target are a problem`() {
        #expect(
            sentences() == [
                "problem target: shop.orders: the changes of public.orders and of crm.orders would both go there"
            ]
        )
        #expect(sentences { $0.schemas["crm"] = "crm" }.isEmpty)
        #expect(sentences { $0.mergesTables = true }.isEmpty)
        #expect(
            sentences { $0.excludes = [TablePattern(schema: .glob("crm"), table: .glob("*"))] }
                == ["ok target: mapping: 1 of 4 tables are left out by mapping.include and mapping.exclude"]
        )
    }

    @Test(arguments: ["progress", "quarantine"])
    func `a table that replay keeps for itself is no target`(table: String) {
        let sentence = "the changes of public.orders would go there, where replay keeps its \(table)"
        let found = sentences {
            $0.schemas["crm"] = "crm"
            $0.tables[TableName(schema: "public", table: "orders")] = TableMapping.Place(table: table)
        }
        #expect(found == ["problem target: shop.\(table): \(sentence)"])
    }

    @Test func `names that differ in case only are one target where the server or the mapping says so`() {
        let sentence =
            "problem target: shop.people: the changes of public.People and of public.people would both go there"
        #expect(sentences(namesHaveCase: false) { $0.schemas["crm"] = "crm" } == [sentence])
        #expect(
            sentences {
                $0.schemas["crm"] = "crm"
                $0.lowersNames = true
            } == [sentence]
        )
    }

    @Test func `a name that is not there is told`() {
        let found = sentences {
            $0.schemas = ["crm": "crm", "cmr": "crm"]
            $0.tables[TableName(schema: "public", table: "order")] = TableMapping.Place(table: "o")
            $0.tables[TableName(schema: "public", table: "People")] = TableMapping.Place(table: "o")
            $0.columns[TableName(schema: "public", table: "orders")] = ["idd": "i"]
            $0.columns[TableName(schema: "public", table: "order")] = ["id": "i"]
            $0.includes = [TablePattern(schema: .glob("*"), table: .glob("*"))]
            $0.excludes = [
                TablePattern(schema: .glob("*"), table: .exactly("audit*")),
                TablePattern(schema: .glob("*"), table: .glob("People")),
            ]
        }
        #expect(
            found == [
                "warning target: mapping: mapping.schemas names cmr, a schema without tables that are captured",
                "warning target: mapping: mapping.tables names public.People, which mapping.include and mapping.exclude leave out",
                "warning target: mapping: mapping.tables names public.order, which is no table of the source that is captured",
                "warning target: mapping: mapping.columns names public.order, which is no table of the source that is captured",
                "warning target: mapping: mapping.columns names public.orders.idd, but the table has no such column",
                "warning target: mapping: mapping.exclude names *.\"audit*\", which no table of the source that is captured matches",
                "ok target: mapping: 1 of 4 tables are left out by mapping.include and mapping.exclude",
            ]
        )
    }
}
