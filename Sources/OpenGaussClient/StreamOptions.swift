internal import ChangeModel

/// What the decoding plugin is asked for at START_REPLICATION.
package struct StreamOptions: Sendable {
    package var includesTransactionIdentifiers: Bool
    package var includesTimestamps = true
    /// nil leaves it to the server, whose default is not to tell origins.
    package var includesOrigins: Bool?
    package var skipsEmptyTransactions: Bool
    /// Leaves out what the source itself replicated from elsewhere.
    package var onlyLocal = true
    /// `schema.table`, `schema.*` …; empty for every table.
    package var whiteTableList: [String]
    package var standbyConnection: Bool
    /// 1 decodes serially; 2 and more switch to the parallel dialects, which only openGauss has.
    package var parallelDecodeThreads = 1
    /// `j`, `t` or `b`; of the parallel dialects only.
    package var decodeStyle = UInt8(ascii: "b")
    /// Many records in one message; of the parallel dialects only.
    package var sendsBatches = false
    /// How long the server waits for a sign of life; nil leaves it to the server.
    package var senderTimeoutMilliseconds: Int?

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

    /// The list in parentheses, with its blank before it. What the server does anyway is not said: an option that it does not know is an error.
    var clause: String {
        var options = [
            ("include-xids", Self.word(includesTransactionIdentifiers)),
            ("include-timestamp", Self.word(includesTimestamps)),
            ("skip-empty-xacts", Self.word(skipsEmptyTransactions)),
        ]
        if !whiteTableList.isEmpty { options.append(("white-table-list", whiteTableList.joined(separator: ","))) }
        if standbyConnection { options.append(("standby-connection", "true")) }
        if !onlyLocal { options.append(("only-local", "false")) }
        if let includesOrigins { options.append(("include-originid", Self.word(includesOrigins))) }
        if parallelDecodeThreads > 1 { options += parallelOptions }
        if let senderTimeoutMilliseconds { options.append(("sender-timeout", "\(senderTimeoutMilliseconds)")) }
        let items = options.map { SourceQuoting.identifier($0.0) + " " + SourceQuoting.literal($0.1) }
        return " (" + items.joined(separator: ", ") + ")"
    }

    private var parallelOptions: [(String, String)] {
        [
            ("parallel-decode-num", String(parallelDecodeThreads)),
            ("decode-style", String(Unicode.Scalar(decodeStyle))),
            ("sending-batch", sendsBatches ? "1" : "0"),
        ]
    }

    private static func word(_ isOn: Bool) -> String { isOn ? "true" : "false" }
}
