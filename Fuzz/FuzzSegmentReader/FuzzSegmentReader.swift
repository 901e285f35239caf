import Spool

/// Takes the input as a segment's file. A run may end in an error, never in a trap; and what is read comes out the same
/// when its records are taken as the content of one block.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSegmentReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    FuzzEntry.readFrames(input)
    FuzzEntry.readBlock(input)
    return 0
}
