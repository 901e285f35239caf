package import ChangeModel

/// What is applied above a low watermark: runs of the stream, in order, none touching another.
///
/// Its form in the progress table is a list of varints (LEB128): for each run the distance from the end of the one before it, from 0 for the
/// first, and then its length, both in bytes of the source's log. Nothing in it depends on the watermark beside it.
package struct AppliedRanges: Equatable, Sendable {
    package private(set) var ranges: [PositionRange]

    package init(_ ranges: [PositionRange] = []) {
        self.ranges = ranges
    }

    package var isEmpty: Bool { ranges.isEmpty }
    package var last: LSN? { ranges.last?.last }

    package func contains(_ position: LSN) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].last < position { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(position)
    }

    /// What lies above `watermark` alone.
    package func above(_ watermark: LSN) -> AppliedRanges {
        AppliedRanges(ranges.filter { $0.last > watermark })
    }

    /// Several of them as one. Runs may interleave, as those of parallel workers do, but never share a transaction.
    package static func union(_ all: [AppliedRanges]) -> AppliedRanges {
        AppliedRanges(all.flatMap(\.ranges).sorted { $0.first < $1.first })
    }
}

extension AppliedRanges {
    package func encoded(above watermark: LSN) -> [UInt8] {
        var bytes: [UInt8] = []
        var previous: UInt64 = 0
        for range in ranges where range.last > watermark {
            let first = max(range.first.rawValue, watermark.rawValue)
            Self.append(first - previous, to: &bytes)
            Self.append(range.last.rawValue - first, to: &bytes)
            previous = range.last.rawValue
        }
        return bytes
    }

    /// nil for bytes that `encoded` never makes.
    package init?(_ bytes: [UInt8]) {
        var ranges: [PositionRange] = []
        var previous: UInt64 = 0
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let distance = Self.number(&rest), let length = Self.number(&rest) else { return nil }
            let (first, isTooLarge) = previous.addingReportingOverflow(distance)
            let (last, overflows) = first.addingReportingOverflow(length)
            guard !isTooLarge, !overflows, last > 0, ranges.isEmpty || distance > 0 else { return nil }
            ranges.append(PositionRange(LSN(first), LSN(last)))
            previous = last
        }
        self.ranges = ranges
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func number(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = bytes.popFirst() {
            guard shift < 63 || byte <= 1 else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            // A zero at the end adds nothing: each number has one spelling.
            if byte < 0x80 { return byte == 0 && shift > 0 ? nil : value }
            shift += 7
        }
        return nil
    }
}
