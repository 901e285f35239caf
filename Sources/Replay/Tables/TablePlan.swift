internal import ChangeModel
internal import MySQLClient

/// How the changes of one relation are written to the target: which columns, which encodings, which row is meant, which keys they touch.
///
/// A class, because every batch under way lists the plans of all relations.
final class TablePlan: Sendable {
    let table: TableName
    /// Quoted, with its database.
    let target: String
    /// For the values of the new image, in order; nil for a generated column, which the target computes, and for one that is left out.
    let newColumns: [PlannedColumn?]
    /// For the values of the old image, in order; nil for one that is not needed to find the row.
    let oldColumns: [PlannedColumn?]
    /// Whether a key of the target finds the row; otherwise every old value does, and of equal rows any one.
    let findsByKey: Bool
    /// The key of the target that tells its rows apart; empty where there is none.
    let rowKey: [String]
    /// Whether the new image has a value for every column that the target stores.
    let coversTarget: Bool
    /// The columns of the new image that the target lacks, by the source's names, where a policy lets them.
    let columnsLeftOut: [LeftOutColumn]
    /// Whether something in the target looks at each change of the table, or may do so unseen.
    let hasTriggers: Bool
    let keys: TableKeys
    /// nil in tests that meet no such error.
    let widenings: ColumnWidenings?
    /// The pieces of SQL that are the same for every row.
    let texts: StatementTexts
    /// How the target's LOAD DATA fills the columns of the new image.
    let load: LoadStatement?
    /// For each place of the new image where the old one has the value that finds the row; nil where it does not.
    let oldPlaces: [Int?]
    private let version: ServerVersion

    struct LeftOutColumn: Sendable {
        /// Its place in the new image.
        let place: Int
        let name: String
    }

    struct PlannedColumn: Sendable {
        let name: String
        let quotedName: String
        /// What the source calls it; nil where that is the same.
        var sourceName: String?
        let encoding: ValueEncoding
        /// How a value of it travels in a load.
        var loadForm = LoadColumn.Form.plain
        var isNullable = true

        /// MariaDB would store the present time for a NULL in a TIMESTAMP that takes none, without a word.
        func requireNullable() throws(ValueRefusal) {
            guard isNullable else { throw ValueRefusal("it is NULL, and the column takes none") }
        }
    }

    init(
        table: TableName,
        target: String,
        newColumns: [PlannedColumn?],
        oldColumns: [PlannedColumn?],
        findsByKey: Bool,
        rowKey: [String] = [],
        coversTarget: Bool = true,
        columnsLeftOut: [LeftOutColumn] = [],
        hasTriggers: Bool = false,
        keys: TableKeys,
        widenings: ColumnWidenings? = nil,
        version: ServerVersion
    ) {
        self.table = table
        self.target = target
        self.newColumns = newColumns
        self.oldColumns = oldColumns
        self.findsByKey = findsByKey
        self.rowKey = rowKey
        self.coversTarget = coversTarget
        self.columnsLeftOut = columnsLeftOut
        self.hasTriggers = hasTriggers
        self.keys = keys
        self.widenings = widenings
        self.version = version
        oldPlaces = newColumns.map { column in
            column.flatMap { column in oldColumns.firstIndex { $0?.name == column.name } }
        }
        texts = StatementTexts(target: target, newColumns: newColumns, oldColumns: oldColumns, version: version)
        let loaded = newColumns.compactMap { column in
            column.map { LoadColumn(name: $0.name, form: $0.loadForm) }
        }
        load = loaded.isEmpty ? nil : LoadStatement(table: target, columns: loaded)
    }

    /// The columns that say which row is meant; empty where the source sent none.
    var keyColumns: [String] { oldColumns.compactMap { $0?.name } }

    /// An INSERT of `rowCount` rows of the columns at `places` of the new image.
    func insertStatement(places: [Int], rowCount: Int) -> String {
        let names = places.compactMap { newColumns[$0]?.quotedName }
        let row = "(" + repeatElement("?", count: names.count).joined(separator: ",") + ")"
        return "INSERT INTO \(target) (\(names.joined(separator: ","))) VALUES "
            + repeatElement(row, count: rowCount).joined(separator: ",")
    }

    /// An UPDATE that sets the columns at `places` of the new image.
    func updateStatement(places: [Int]) -> String {
        let assignments = places.compactMap { newColumns[$0].map { $0.quotedName + "=?" } }
        return "UPDATE \(target) SET \(assignments.joined(separator: ",")) WHERE \(condition)"
    }

    /// Where in the new image the key stands that tells the target's rows apart; empty where it does not.
    var rowKeyPlaces: [Int] {
        let places = rowKey.compactMap { name in newColumns.firstIndex { $0?.name.lowercased() == name.lowercased() } }
        return places.count == rowKey.count ? places : []
    }

    /// An UPDATE that makes the row that has the new image's key into the new image.
    func replaceStatement(places: [Int]) -> String {
        let assignments = places.compactMap { newColumns[$0].map { $0.quotedName + "=?" } }
        let terms = rowKeyPlaces.compactMap { newColumns[$0].map { $0.quotedName + "=?" } }
        return "UPDATE \(target) SET \(assignments.joined(separator: ",")) WHERE \(terms.joined(separator: " AND "))"
    }

    /// For people, unquoted.
    var targetName: String { target.split(separator: "`").filter { $0 != "." }.joined(separator: ".") }

    var deleteStatement: String {
        "DELETE FROM \(target) WHERE \(condition)"
    }

    private var condition: String {
        let terms = oldColumns.compactMap { column in
            column.map {
                findsByKey ? $0.quotedName + "=?" : $0.encoding.comparison(of: $0.quotedName, on: version.flavour)
            }
        }
        return terms.joined(separator: " AND ") + (findsByKey ? "" : " LIMIT 1")
    }
}
