import ChangeDecoding
import ChangeModel

/// Takes the input as lines of the serial dialect, a message each; a run may end in an error, never in a trap, and what
/// comes out must hold together.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSerialDecoder(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    var decoder = SerialChangeDecoder()
    var position: UInt64 = 0
    for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
        var messages = MessageBatch()
        messages.bytes = Array(line)
        position += 1
        messages.messages = [.data(position: LSN(position), range: 0..<line.count), .keepalive(walEnd: LSN(position))]
        guard let batch = try? decoder.decode(messages) else {
            // As capture does: begin the stream anew, with what was learnt.
            decoder.restartStream()
            continue
        }
        check(batch)
    }
    return 0
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
