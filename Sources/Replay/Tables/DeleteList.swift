internal import MySQLClient

/// The pieces of a DELETE of many rows by the values of the one column that finds them: `head v1 afterFirst beforeSecond v2 afterValue between
/// v3 afterValue … tail`.
struct DeleteList: Sendable {
    let head: [UInt8]
    let afterFirst: [UInt8]
    let beforeSecond: [UInt8]
    let afterValue: [UInt8]
    let between: [UInt8]
    let tail: [UInt8]
    let rowsMax: Int

    /// `DELETE FROM t WHERE id IN (1,2,3)`. Both servers read the whole table when a list names much of it, and then wait for rows of other
    /// workers that it does not name (docs/decisions/0013): it must be short.
    static func inList(_ target: String, column: String) -> DeleteList {
        DeleteList(
            head: "DELETE FROM \(target) WHERE \(column) IN (",
            afterFirst: "",
            beforeSecond: ",",
            afterValue: "",
            between: ",",
            tail: ")",
            rowsMax: 100
        )
    }

    /// `DELETE t FROM (SELECT 1 k UNION ALL VALUES ROW(2),ROW(3)) v STRAIGHT_JOIN orders t ON t.id=v.k`: each row is looked up, however many
    /// there are. For integers only: what else a derived table holds is not compared as the column compares it.
    static func joined(_ target: String, column: String, rowWord: String) -> DeleteList {
        DeleteList(
            head: "DELETE t FROM (SELECT ",
            afterFirst: " k",
            beforeSecond: " UNION ALL VALUES \(rowWord)(",
            afterValue: ")",
            between: ",\(rowWord)(",
            tail: ") v STRAIGHT_JOIN \(target) t ON t.\(column)=v.k",
            rowsMax: 1_000
        )
    }

    private init(
        head: String,
        afterFirst: String,
        beforeSecond: String,
        afterValue: String,
        between: String,
        tail: String,
        rowsMax: Int
    ) {
        self.head = Array(head.utf8)
        self.afterFirst = Array(afterFirst.utf8)
        self.beforeSecond = Array(beforeSecond.utf8)
        self.afterValue = Array(afterValue.utf8)
        self.between = Array(between.utf8)
        self.tail = Array(tail.utf8)
        self.rowsMax = rowsMax
    }

    /// The list for the column that alone finds the rows.
    init(_ target: String, _ column: TablePlan.PlannedColumn, on version: ServerVersion) {
        if let rowWord = version.rowWordOfValues, column.isInteger {
            self = .joined(target, column: column.quotedName, rowWord: rowWord)
        } else {
            self = .inList(target, column: column.quotedName)
        }
    }
}

extension TablePlan.PlannedColumn {
    /// Whether every value is bound as a whole number that the servers hold in 64 bits with a sign.
    fileprivate var isInteger: Bool {
        switch encoding.conversion {
        case .number(.signed): true
        case .number(.unsigned(let greatest)): greatest <= UInt64(Int64.max)
        default: false
        }
    }
}

extension ServerVersion {
    /// What stands before a row of the table constructor VALUES; nil where the server has none.
    fileprivate var rowWordOfValues: String? {
        switch flavour {
        case .mariadb: (major, minor, patch) >= (10, 3, 3) ? "" : nil
        case .mysql: (major, minor, patch) >= (8, 0, 19) ? "ROW" : nil
        }
    }
}
