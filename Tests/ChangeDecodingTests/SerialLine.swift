internal import ChangeDecoding
internal import ChangeModel
internal import TestSupport

/// Lines of the serial dialect for tests, and what decoding them gives.
enum SerialLine {
    /// A row in the server's own spelling: `values` are the literals, so `'it''s'` for a text.
    static func row(
        _ table: String,
        _ operation: String,
        new: [(name: String, type: String, value: String)] = [],
        old: [(name: String, type: String, value: String)] = []
    ) -> String {
        "{\"table_name\":\(json(table)),\"op_type\":\"\(operation)\","
            + "\"columns_name\":\(array(new.map(\.name))),\"columns_type\":\(array(new.map(\.type))),"
            + "\"columns_val\":\(array(new.map(\.value))),\"old_keys_name\":\(array(old.map(\.name))),"
            + "\"old_keys_type\":\(array(old.map(\.type))),\"old_keys_val\":\(array(old.map(\.value)))}"
    }

    /// An INSERT of one column `v` of type text into public.t.
    static func insert(literal: String) -> String {
        row("public.t", "INSERT", new: [("v", "text", literal)])
    }

    private static func array(_ texts: [String]) -> String {
        "[" + texts.map(json).joined(separator: ",") + "]"
    }

    /// As cJSON writes a string.
    static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{8}": result += "\\b"
            case "\u{c}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case ..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Messages at the positions 0/1, 0/2 …
    static func messages(_ lines: [String]) -> MessageBatch {
        var batch = MessageBatch()
        for (index, line) in lines.enumerated() {
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: line.utf8)
            batch.messages.append(.data(position: LSN(UInt64(index) + 1), range: start..<batch.bytes.count))
        }
        return batch
    }

    static func decode(_ lines: [String]) throws(DecodingError) -> [String] {
        var decoder = try ChangeDecoder()
        return BatchText.lines(try decoder.decode(messages(lines)))
    }

    /// What one row decodes to, inside a transaction.
    static func decodeRow(_ line: String) throws(DecodingError) -> String {
        try decode(["BEGIN 1", line])[1]
    }

    /// The text of the one value of `insert(literal:)`, or NULL.
    static func decodeValue(_ line: String) throws(DecodingError) -> String? {
        var decoder = try ChangeDecoder()
        let batch = try decoder.decode(messages(["BEGIN 1", line]))
        return batch.values[0].range.map { String(decoding: batch.bytes[$0], as: UTF8.self) }
    }
}
