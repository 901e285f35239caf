package import ChangeModel

/// What a real openGauss sent: the raw CopyData messages of one stream, each behind its length as u32 big-endian.
package enum Recording {
    private static let dataHeadBytes = 25

    /// The stream as the decoder takes it, for a recording such as `tx_b/ser`.
    package static func messages(_ name: String) -> MessageBatch {
        let bytes = Fixture.decompressed("recordings/\(name).rec.lz4")
        var batch = MessageBatch()
        var offset = 0
        while offset < bytes.count {
            let length = Int(bigEndian(bytes, offset, 4))
            append(bytes[(offset + 4)..<(offset + 4 + length)], to: &batch)
            offset += 4 + length
        }
        return batch
    }

    /// `w` is big-endian with the payload behind it, `k` a little-endian structure that begins with the position.
    private static func append(_ message: ArraySlice<UInt8>, to batch: inout MessageBatch) {
        let start = message.startIndex
        guard message[start] == UInt8(ascii: "w") else {
            let position = message[(start + 1)..<(start + 9)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return batch.messages.append(.keepalive(walEnd: LSN(position)))
        }
        let payloadStart = batch.bytes.count
        batch.bytes.append(contentsOf: message.dropFirst(dataHeadBytes))
        let position = LSN(bigEndian(Array(message), 1, 8))
        batch.messages.append(.data(position: position, range: payloadStart..<batch.bytes.count))
    }

    private static func bigEndian(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
        bytes[offset..<(offset + count)].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
