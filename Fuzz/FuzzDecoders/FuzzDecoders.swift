import CFuzzer
import ChangeDecoding
import ChangeModel
import Glibc

/// Takes the input as a stream: a byte that chooses the dialect, a byte of options, then messages, each behind its length as u32 big-endian.
///
/// A run may end in an error, never in a trap; what comes out must hold together, and be the same however the stream is cut into batches.
@main
enum FuzzDecoders {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &arguments, { decodeInput($0, $1) }))
    }
}

private func decodeInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let input = FuzzInput(Array(UnsafeBufferPointer(start: start, count: count))) else { return 0 }
    let parts = decode(input.messages.map { batch([$0]) }, input.options)
    let whole = decode([batch(input.messages)], input.options)
    // An error ends the whole batch, but only its own message when they come one by one.
    if whole.errors == 0 {
        precondition(parts.errors == 0 && parts.records == whole.records && parts.text == whole.text)
    }
    if parts.errors == 0 { precondition(whole.errors == 0) }
    return 0
}

private struct Outcome {
    var errors = 0
    var records = 0
    /// All values' texts, one behind the other.
    var text: [UInt8] = []
}

private func batch(_ payloads: [ArraySlice<UInt8>]) -> MessageBatch {
    var batch = MessageBatch()
    for payload in payloads {
        let start = batch.bytes.count
        batch.bytes += payload
        batch.messages.append(.data(position: LSN(7), range: start..<batch.bytes.count))
        batch.messages.append(.keepalive(walEnd: LSN(9)))
    }
    return batch
}

private func decode(_ batches: [MessageBatch], _ options: DecoderOptions) -> Outcome {
    var outcome = Outcome()
    guard var decoder = try? ChangeDecoder(options, lookUpNames: { SourceNames(typeNames: [17_350: "uint1"]) }) else {
        return outcome
    }
    for batch in batches {
        guard let changes = try? decoder.decode(batch) else {
            // As capture does: begin the stream anew, with what was learnt.
            decoder.restartStream()
            outcome.errors += 1
            continue
        }
        check(changes)
        outcome.records += changes.records.count
        for slot in changes.values { outcome.text += slot.range.map { changes.bytes[$0] } ?? [] }
    }
    return outcome
}

/// Every row has the values that its relation says, and they stand inside the batch.
private func check(_ batch: ChangeBatch) {
    var end = 0
    for case .row(let change) in batch.records {
        let relation = batch.relations[change.relation]
        precondition(change.firstValue == end)
        end += relation.newColumnIndices.count + relation.oldColumnIndices.count
        precondition(change.operation != .insert || relation.oldColumnIndices.isEmpty)
        precondition(change.operation != .delete || relation.newColumnIndices.isEmpty)
    }
    precondition(end == batch.values.count)
    for slot in batch.values {
        guard let range = slot.range else { continue }
        precondition(range.upperBound <= batch.bytes.count)
    }
}
