import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// Rows that a real server sent in style t, damaged at every byte: each is a row or an error, and never a crash.
struct TextDamageTests {
    private static let rowsWanted = 6
    private static let rowBytesMax = 250

    /// Some rows from all over a recording, as their bytes.
    private static func rows(_ recording: String) -> [[UInt8]] {
        let messages = Recording.messages(recording)
        var rows: [[UInt8]] = []
        for case .data(_, let range) in messages.messages where messages.bytes[range].starts(with: "table ".utf8) {
            if range.count <= rowBytesMax { rows.append(Array(messages.bytes[range])) }
        }
        return stride(from: 0, to: rows.count, by: max(1, rows.count / rowsWanted)).map { rows[$0] }
    }

    private static func decoder(_ recording: String) throws -> ChangeDecoder {
        try ChangeDecoder(try RecordedStream(recording).decoderOptions)
    }

    /// Decodes `row` in a transaction of its own; how many values it has.
    private static func decode(_ row: [UInt8], with decoder: inout ChangeDecoder) -> Int? {
        decoder.restartStream()
        var messages = SerialLine.messages([TextLine.begin])
        let start = messages.bytes.count
        messages.bytes += row
        messages.messages.append(.data(position: LSN(2), range: start..<messages.bytes.count))
        guard let batch = try? decoder.decode(messages) else { return nil }
        for slot in batch.values {
            guard let range = slot.range else { continue }
            precondition(range.upperBound <= batch.bytes.count)
        }
        return batch.values.count
    }

    private static let recordings = ["ident_b/t0", "names_b/t0", "zerodate_b/t0"]

    @Test(arguments: recordings)
    func aRowThatIsCutHasFewerValuesOrALastOneThatIsCut(_ recording: String) throws {
        let rows = Self.rows(recording)
        #expect(rows.count > 3)
        for row in rows {
            var fresh = try Self.decoder(recording)
            guard let count = Self.decode(row, with: &fresh) else { continue }
            for length in 0..<row.count {
                let cut = Self.decode(Array(row[..<length]), with: &fresh)
                #expect(cut ?? 0 <= count)
            }
        }
    }

    @Test(arguments: recordings)
    func aRowWithAnotherByteNeverCrashes(_ recording: String) throws {
        for row in Self.rows(recording) {
            var decoder = try Self.decoder(recording)
            let count = Self.decode(row, with: &decoder)
            for place in row.indices {
                for replacement in [0x20, 0x22, 0x27, 0xFF] as [UInt8] {
                    var damaged = row
                    damaged[place] = replacement
                    _ = Self.decode(damaged, with: &decoder)
                }
            }
            // What the damaged rows taught is not taken for the row itself.
            #expect(Self.decode(row, with: &decoder) == count)
        }
    }
}
