internal import ChangeModel

/// One message of a source in the serial dialect, with few words.
enum StreamLine {
    case begin(UInt64)
    /// An INSERT of `value` into public.t.
    case row(UInt64, _ value: String)
    case commit(UInt64)
    case keepalive(UInt64)

    /// A transaction of one row that commits at `position`.
    static func transaction(_ position: UInt64, _ value: String = "x") -> [StreamLine] {
        [.begin(position), .row(position, value), .commit(position)]
    }

    static func batch(_ lines: [StreamLine]) -> MessageBatch {
        var batch = MessageBatch()
        for line in lines { line.append(to: &batch) }
        return batch
    }

    private func append(to batch: inout MessageBatch) {
        switch self {
        case .keepalive(let position): batch.messages.append(.keepalive(walEnd: LSN(position)))
        case .begin(let position): Self.append("BEGIN \(position)", position, &batch)
        case .row(let position, let value): Self.append(Self.insert(value), position, &batch)
        case .commit(let position):
            Self.append("COMMIT \(position) (at 2026-11-23 05:01:39.293515+00) CSN \(position)", position, &batch)
        }
    }

    private static func append(_ text: String, _ position: UInt64, _ batch: inout MessageBatch) {
        let start = batch.bytes.count
        batch.bytes.append(contentsOf: text.utf8)
        batch.messages.append(.data(position: LSN(position), range: start..<batch.bytes.count))
    }

    private static func insert(_ value: String) -> String {
        #"{"table_name":"public.t","op_type":"INSERT","columns_name":["v"],"columns_type":["text"],"#
            + #""columns_val":["'\#(value)'"],"old_keys_name":[],"old_keys_type":[],"old_keys_val":[]}"#
    }
}
