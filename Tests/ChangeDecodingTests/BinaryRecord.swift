internal import ChangeDecoding
internal import ChangeModel

/// Records of style b for tests, as the server frames them.
enum BinaryRecord {
    typealias Field = (name: String, type: UInt32, value: String?)

    static func begin(_ identifier: UInt64, csn: UInt64 = 7) -> [UInt8] {
        [UInt8(ascii: "B")] + bigEndian(csn) + bigEndian(UInt64(1)) + [UInt8(ascii: "X")] + bigEndian(identifier)
    }

    static func commit(_ identifier: UInt64) -> [UInt8] {
        [UInt8(ascii: "C"), UInt8(ascii: "X")] + bigEndian(identifier)
    }

    /// `kind` is I, U or D; an image that is nil is not sent.
    static func row(
        _ kind: Unicode.Scalar,
        schema: String = "public",
        table: String = "t",
        new: [Field]? = nil,
        old: [Field]? = nil
    ) -> [UInt8] {
        var bytes = [UInt8(ascii: kind)] + name(schema) + name(table)
        if let new { bytes += [UInt8(ascii: "N")] + tuple(new) }
        if let old { bytes += [UInt8(ascii: "O")] + tuple(old) }
        return bytes
    }

    private static func tuple(_ fields: [Field]) -> [UInt8] {
        bigEndian(UInt16(fields.count))
            + fields.flatMap { field -> [UInt8] in
                let head = name(field.name) + bigEndian(field.type)
                guard let value = field.value else { return head + bigEndian(UInt32.max) }
                return head + bigEndian(UInt32(value.utf8.count)) + Array(value.utf8)
            }
    }

    private static func name(_ text: String) -> [UInt8] {
        bigEndian(UInt16(text.utf8.count)) + Array(text.utf8)
    }

    static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// A record in a message of its own, at a position.
    static func frame(_ record: [UInt8], at position: UInt64, separator: String = "F") -> [UInt8] {
        bigEndian(UInt32(record.count + 8)) + bigEndian(position) + record + Array(separator.utf8)
    }

    /// One message a payload, at the positions 0/1, 0/2 …
    static func messages(_ payloads: [[UInt8]]) -> MessageBatch {
        var batch = MessageBatch()
        for (index, payload) in payloads.enumerated() {
            let start = batch.bytes.count
            batch.bytes += payload
            batch.messages.append(.data(position: LSN(UInt64(index) + 1), range: start..<batch.bytes.count))
        }
        return batch
    }

    /// Records inside a transaction, a message each, at the positions 0/10, 0/20 …
    static func transaction(_ records: [[UInt8]]) -> MessageBatch {
        let all = [begin(1)] + records + [commit(1)]
        return messages(all.enumerated().map { frame($1, at: UInt64($0 + 1) * 16) })
    }
}
