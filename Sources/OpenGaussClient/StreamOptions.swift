/// What the decoding plugin is asked for at START_REPLICATION.
package struct StreamOptions: Sendable {
    package var includesTransactionIdentifiers: Bool
    package var skipsEmptyTransactions: Bool
    /// `schema.table`, `schema.*` …; empty for every table.
    package var whiteTableList: [String]
    package var standbyConnection: Bool

    package init(
        includesTransactionIdentifiers: Bool = true,
        skipsEmptyTransactions: Bool = true,
        whiteTableList: [String] = [],
        standbyConnection: Bool = false
    ) {
        self.includesTransactionIdentifiers = includesTransactionIdentifiers
        self.skipsEmptyTransactions = skipsEmptyTransactions
        self.whiteTableList = whiteTableList
        self.standbyConnection = standbyConnection
    }

    /// The list in parentheses, with its blank before it.
    var clause: String {
        var options = [
            ("include-xids", includesTransactionIdentifiers ? "true" : "false"),
            ("include-timestamp", "true"),
            ("skip-empty-xacts", skipsEmptyTransactions ? "true" : "false"),
        ]
        if !whiteTableList.isEmpty { options.append(("white-table-list", whiteTableList.joined(separator: ","))) }
        if standbyConnection { options.append(("standby-connection", "true")) }
        let items = options.map { SourceConnection.identifier($0.0) + " " + SourceConnection.literal($0.1) }
        return " (" + items.joined(separator: ", ") + ")"
    }
}
