internal import MySQLClient

/// The pieces of a table's statements between the values, as bytes, made once.
struct StatementTexts: Sendable {
    /// `INSERT INTO t (a,b) VALUES `: every column of the new image that is written.
    let insertHead: [UInt8]
    /// `UPDATE t SET `
    let updateHead: [UInt8]
    /// `DELETE FROM t WHERE `
    let deleteHead: [UInt8]
    /// Where one column finds the row.
    let deleteList: DeleteList?
    /// `a=` for each value of the new image, and of the old one.
    let newTerms: [[UInt8]]
    let oldTerms: [[UInt8]]

    init(
        target: String,
        newColumns: [TablePlan.PlannedColumn?],
        oldColumns: [TablePlan.PlannedColumn?],
        version: ServerVersion
    ) {
        let names = newColumns.compactMap { $0?.quotedName }.joined(separator: ",")
        insertHead = Array("INSERT INTO \(target) (\(names)) VALUES ".utf8)
        updateHead = Array("UPDATE \(target) SET ".utf8)
        deleteHead = Array("DELETE FROM \(target) WHERE ".utf8)
        let finding = oldColumns.compactMap { $0 }
        deleteList = finding.count == 1 ? DeleteList(target, finding[0], on: version) : nil
        newTerms = newColumns.map { Array((($0?.quotedName ?? "") + "=").utf8) }
        oldTerms = oldColumns.map { Array((($0?.quotedName ?? "") + "=").utf8) }
    }
}
