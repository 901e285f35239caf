import CFuzzer
import ChangeModel
import Glibc
import OpenGaussClient

/// Takes the input as what a server sends: a byte that chooses the layout, one that says in pieces of how many bytes the rest arrives.
///
/// A run may end in an error, never in a trap; and what comes out is the same however the bytes are cut into pieces.
@main
enum FuzzServerMessages {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &arguments, { parseInput($0, $1) }))
    }
}

private func parseInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard input.count > 2 else { return 0 }
    let layout: WireLayout = input[0] & 1 == 0 ? .openGauss : .postgreSQL
    let bytes = Array(input[2...])
    let pieces = parse(bytes, layout, Int(input[1]) + 1)
    let whole = parse(bytes, layout, bytes.count)
    precondition(pieces == whole, "the size of the pieces made a difference")
    return 0
}

/// The stream's messages and payloads as one value; nil for an error.
private func parse(_ bytes: [UInt8], _ layout: WireLayout, _ pieceBytes: Int) -> Parsed? {
    guard let batch = try? ServerBytes.parse(bytes, layout, pieceBytes: pieceBytes) else { return nil }
    var payloadBytes = 0
    for case .data(_, let range) in batch.messages {
        precondition(range.lowerBound == payloadBytes && range.upperBound <= batch.bytes.count)
        payloadBytes = range.upperBound
    }
    return Parsed(messages: batch.messages, bytes: batch.bytes)
}

private struct Parsed: Equatable {
    let messages: [MessageBatch.Message]
    let bytes: [UInt8]
}
