/// The replication slot and what is asked of its decoding: section `slot`, without `runnable_num`.
package struct SlotSettings: Sendable, Equatable {
    package var name = ""
    package var decoding = "mppdb_decoding"
    package var includeXids = true
    package var skipEmptyXacts = true
    /// Entries of the form `schema.table`, where either part may be `*`; empty means every table.
    package var whiteTableList: [String] = []
    /// The position to start from; 0 means where the slot stands.
    package var waitLSN: UInt64 = 0
    package var standbyConnection = false
    package var parallelDecodeNum = 1
    package var decodeStyle = DecodeStyle.binary
    /// 0 or 1, as the server spells it.
    package var sendingBatch = 1

    package init() {}
}
