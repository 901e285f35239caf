import ChangeModel

/// Writes records as the server does in each style when it is asked for what capture asks for: with transaction numbers and times.
struct RecordWriter {
    let style: Dialect.Style

    private static let time = "2026-11-23 05:01:39.293515+00"

    func begin(_ identifier: UInt64, position: UInt64) -> [UInt8] {
        switch style {
        case .serial: Array("BEGIN \(identifier)".utf8)
        case .parallelJSON, .parallelText:
            Array(
                ("BEGIN CSN: \(identifier) first_lsn: \(LSN(position)) xid: \(identifier)"
                    + " commit_time: \(Self.time)").utf8
            )
        case .parallelBinary:
            [UInt8(ascii: "B")] + Bytes.bigEndian(identifier) + Bytes.bigEndian(position) + identified(identifier)
        }
    }

    func commit(_ identifier: UInt64) -> [UInt8] {
        switch style {
        case .serial: Array("COMMIT \(identifier) (at \(Self.time)) CSN \(identifier)".utf8)
        case .parallelJSON, .parallelText: Array("commit xid: \(identifier) (at \(Self.time))".utf8)
        case .parallelBinary: [UInt8(ascii: "C")] + identified(identifier)
        }
    }

    /// Number and time of a transaction, behind a letter each.
    private func identified(_ identifier: UInt64) -> [UInt8] {
        [UInt8(ascii: "X")] + Bytes.bigEndian(identifier) + [UInt8(ascii: "T")]
            + Bytes.bigEndian(UInt32(Self.time.utf8.count)) + Array(Self.time.utf8)
    }

    func insert(_ row: SysbenchRow) -> [UInt8] {
        switch style {
        case .serial, .parallelJSON:
            Array(
                ("{\"table_name\":\"public.sbtest1\",\"op_type\":\"INSERT\",\"columns_name\":[\"id\",\"k\",\"c\",\"pad\"],"
                    + "\"columns_type\":[\"integer\",\"integer\",\"character\",\"character\"],"
                    + "\"columns_val\":[\"\(row.id)\",\"\(row.k)\",\"'\(row.c)'\",\"'\(row.pad)'\"],"
                    + "\"old_keys_name\":[],\"old_keys_type\":[],\"old_keys_val\":[]}").utf8
            )
        case .parallelText:
            Array(
                ("table public sbtest1 INSERT: id[integer]:\(row.id) k[integer]:\(row.k) c[character]:'\(row.c)'"
                    + " pad[character]:'\(row.pad)'").utf8
            )
        case .parallelBinary:
            [UInt8(ascii: "I")] + Bytes.name("public") + Bytes.name("sbtest1") + [UInt8(ascii: "N")]
                + Bytes.bigEndian(UInt16(4))
                + column("id", 23, "\(row.id)") + column("k", 23, "\(row.k)") + column("c", 1042, row.c)
                + column("pad", 1042, row.pad)
        }
    }

    private func column(_ name: String, _ type: UInt32, _ value: String) -> [UInt8] {
        Bytes.name(name) + Bytes.bigEndian(type) + Bytes.bigEndian(UInt32(value.utf8.count)) + Array(value.utf8)
    }
}
