import CFuzzer
import Glibc
import Spool

/// Takes the input as a segment's file. A run may end in an error, never in a trap; and what is read comes out the same
/// when its records are taken as the content of one block.
@main
enum FuzzSegmentReader {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &arguments, { readInput($0, $1) }))
    }
}

private func readInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    FuzzEntry.readFrames(input)
    FuzzEntry.readBlock(input)
    return 0
}
