internal import ChangeModel
internal import FoundationEssentials
internal import TestSupport

/// What the tables of a recording held in the end, by SELECT: the recordings' expected.jsonl.
struct ExpectedTables {
    private(set) var tables: [TableName: [ReferenceTables.Row]] = [:]

    /// A line is a table's header, one row, or a run of rows of a large table.
    private struct Line: Decodable {
        var schema: String?
        var table: String?
        var absent: Bool?
        var s: String?
        var t: String?
        var row: [String: String?]?
        var columns: [String]?
        var rows: Rows?
    }

    /// In a header the number of rows, elsewhere the rows.
    private enum Rows: Decodable {
        case count(Int)
        case rows([[String?]])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let count = try? container.decode(Int.self) {
                self = .count(count)
            } else {
                self = .rows(try container.decode([[String?]].self))
            }
        }
    }

    init(_ recording: String) throws {
        for line in Fixture.decompressed("recordings/\(recording)/expected.jsonl.lz4").split(separator: 0x0A) {
            add(try JSONDecoder().decode(Line.self, from: Data(line)))
        }
    }

    private mutating func add(_ line: Line) {
        if let schema = line.schema, let table = line.table {
            if line.absent != true { tables[TableName(schema: schema, table: table)] = [] }
            return
        }
        guard let schema = line.s, let table = line.t else { return }
        let name = TableName(schema: schema, table: table)
        if let row = line.row { tables[name, default: []].append(row) }
        guard case .rows(let rows)? = line.rows, let columns = line.columns else { return }
        for row in rows { tables[name, default: []].append(Dictionary(uniqueKeysWithValues: zip(columns, row))) }
    }
}
