/// What stands behind a frame that cannot be read: this tells a torn end from damage in the middle.
extension FrameReader {
    private static let windowBytes = 1 << 20
    private static let magicBytes = 4
    /// What a disk writes whole or not at all.
    private static let sectorBytes: UInt64 = 512
    /// Shorter runs of zeros stand in good frames too.
    private static let zeroBytesMin = 32

    /// Whether a whole block or index stands somewhere behind the start of the next frame: then that one is not the
    /// end.
    mutating func isFollowedByFrame() throws(SpoolError) -> Bool {
        let start = offset
        defer { seek(to: start) }
        var position = start + 1
        while true {
            var window: [UInt8] = []
            let received = try file.read(at: position, count: Self.windowBytes, into: &window)
            guard received >= Self.magicBytes else { return false }
            for index in 0...(received - Self.magicBytes) where Self.mayBeMagic(window, at: index) {
                seek(to: position + UInt64(index))
                if isWholeFrame() { return true }
            }
            position += UInt64(received - Self.magicBytes + 1)
        }
    }

    private static func mayBeMagic(_ bytes: [UInt8], at index: Int) -> Bool {
        guard bytes[index + 3] == 0x18, bytes[index + 2] == 0x4D else { return false }
        let magic = bytes[index..<(index + magicBytes)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return magic == SegmentFormat.blockMagic || magic == SegmentFormat.indexMagic
    }

    /// Only frames with a checksum count: a value may hold the bytes of a magic number.
    private mutating func isWholeFrame() -> Bool {
        switch try? next() {
        case .block: true
        case .skippable(_, let payload): (try? SegmentIndex(payload: payload[...])) != nil
        default: false
        }
    }

    /// Whether a sector from the next frame on is zero as far as the file has it: a crash of the host leaves that where
    /// a write was to come; anything else that damages a frame does not.
    func holdsZeroSector() throws(SpoolError) -> Bool {
        var position = offset
        while true {
            var sector: [UInt8] = []
            let rest = Int(Self.sectorBytes - position % Self.sectorBytes)
            let received = try file.read(at: position, count: rest, into: &sector)
            if received == 0 { return false }
            if received >= Self.zeroBytesMin, sector.allSatisfy({ $0 == 0 }) { return true }
            position += UInt64(received)
        }
    }
}
