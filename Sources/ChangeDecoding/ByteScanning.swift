internal import ChangeModel
internal import Glibc

/// Reading a message from left to right: every function takes the bytes and the offset it moves on.
///
/// Free functions over `Span` rather than a cursor type: a type that stores a span needs an experimental feature, and
/// this form is checked and just as fast.
enum ByteScanning {
    /// Whether `literal` stands at `offset`.
    static func matches(_ literal: StaticString, in bytes: Span<UInt8>, at offset: Int) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard offset >= 0, bytes.count - offset >= count else { return false }
        return bytes.extracting(offset..<(offset + count)).withUnsafeBytes { part in
            guard let start = part.baseAddress else { return count == 0 }
            return memcmp(start, literal.utf8Start, count) == 0
        }
    }

    /// Whether `text` stands at `offset`.
    @inline(__always)
    static func matches(_ text: Span<UInt8>, in bytes: Span<UInt8>, at offset: Int) -> Bool {
        guard offset >= 0, bytes.count - offset >= text.count else { return false }
        return bytes.extracting(offset..<(offset + text.count)).withUnsafeBytes { part in
            text.withUnsafeBytes { expected in
                guard let start = part.baseAddress, let expectedStart = expected.baseAddress else { return true }
                return memcmp(start, expectedStart, expected.count) == 0
            }
        }
    }

    /// Whether `text` stands at `offset`.
    @inline(__always)
    static func matches(_ text: [UInt8], in bytes: Span<UInt8>, at offset: Int) -> Bool {
        matches(text.span, in: bytes, at: offset)
    }

    /// The first `byte` at or behind `start`.
    static func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        return bytes.extracting(start..<bytes.count).withUnsafeBytes { rest -> Int? in
            guard let base = rest.baseAddress, let found = memchr(base, Int32(byte), rest.count) else { return nil }
            return start + (UnsafeRawPointer(found) - base)
        }
    }

    /// Steps over `literal` if it stands here.
    static func skip(_ literal: StaticString, in bytes: Span<UInt8>, _ offset: inout Int) -> Bool {
        guard matches(literal, in: bytes, at: offset) else { return false }
        offset += literal.utf8CodeUnitCount
        return true
    }

    /// Steps over `literal`, which must stand here.
    static func expect(_ literal: StaticString, in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) {
        guard skip(literal, in: bytes, &offset) else {
            throw MessageFault("\(literal) was expected", at: offset)
        }
    }

    /// An unsigned decimal number of at least one digit that fits 64 bits.
    static func number(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        while offset < bytes.count {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.addingReportingOverflow(UInt64(digit))
            guard !tooLarge, !overflow else { throw MessageFault("a number does not fit 64 bits", at: start) }
            value = sum
            offset += 1
        }
        guard offset > start else { throw MessageFault("a number was expected", at: start) }
        return value
    }

    /// The time from here to `mark`, or to the end where that does not stand.
    static func time(
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        until mark: StaticString
    ) throws(MessageFault) -> CommitTime {
        let start = offset
        while offset < bytes.count, !matches(mark, in: bytes, at: offset) { offset += 1 }
        guard let time = CommitTime(bytes.extracting(start..<offset)) else {
            throw MessageFault("the time of the commit is not in ISO form", at: start)
        }
        return time
    }

    static func expectEnd(of bytes: Span<UInt8>, _ offset: Int) throws(MessageFault) {
        guard offset == bytes.count else { throw MessageFault("the line has text behind its end", at: offset) }
    }
}
