/// The values of one execution of a prepared statement, in order, flattened into two buffers that are reused.
///
/// Appending is the hot path of replay: no value is an allocation of its own, and `removeAll` keeps the memory.
package struct ParameterList {
    @usableFromInline package var values: [ParameterValue] = []
    /// The bytes of all texts and blobs, one after the other.
    @usableFromInline package var storage: [UInt8] = []
    @usableFromInline package var encodedByteCount = 0

    package init() {}

    @inlinable package var count: Int { values.count }

    /// The size of the execute packet that these values make, for comparison with the server's `max_allowed_packet`.
    @inlinable package var byteCount: Int {
        let header = 16
        let nullBitmap = (values.count + 7) / 8
        let types = 2 * values.count
        return header + nullBitmap + types + encodedByteCount
    }

    @inlinable package mutating func removeAll() {
        values.removeAll(keepingCapacity: true)
        storage.removeAll(keepingCapacity: true)
        encodedByteCount = 0
    }

    @inlinable package mutating func appendNull() {
        values.append(ParameterValue(kind: .null, byteCount: 0, payload: 0))
    }

    @inlinable package mutating func append(signed value: Int64) {
        append(.signed, payload: UInt64(bitPattern: value), encodedAs: 8)
    }

    @inlinable package mutating func append(unsigned value: UInt64) {
        append(.unsigned, payload: value, encodedAs: 8)
    }

    @inlinable package mutating func append(double value: Double) {
        append(.double, payload: value.bitPattern, encodedAs: 8)
    }

    /// Sent as a FLOAT: the same 32 bits that a FLOAT column stores, so that `<=>` finds the row again.
    @inlinable package mutating func append(float value: Float) {
        append(.float, payload: UInt64(value.bitPattern), encodedAs: 4)
    }

    /// The digits of an exact number, `-12.50`. The caller has refused what `DecimalText.isExact` denies, for the server
    /// would change it silently.
    @inlinable package mutating func append(decimalText: Span<UInt8>) {
        precondition(DecimalText.isExact(decimalText), "a decimal that the server cannot take over exactly was bound")
        append(.decimal, decimalText)
    }

    /// Text in UTF-8.
    @inlinable package mutating func append(text: Span<UInt8>) {
        append(.text, text)
    }

    @inlinable package mutating func append(text: String) {
        append(.text, text.utf8Span.span)
    }

    /// Bytes without a character set.
    @inlinable package mutating func append(bytes: Span<UInt8>) {
        append(.bytes, bytes)
    }

    /// A date, time or both as MySQL writes them, `2026-01-31 23:59:59.000001`.
    @inlinable package mutating func append(temporalText: Span<UInt8>) {
        append(.temporal, temporalText)
    }
}

extension ParameterList {
    @inlinable mutating func append(_ kind: ParameterValue.Kind, payload: UInt64, encodedAs byteCount: Int) {
        values.append(ParameterValue(kind: kind, byteCount: 0, payload: payload))
        encodedByteCount += byteCount
    }

    @inlinable mutating func append(_ kind: ParameterValue.Kind, _ bytes: Span<UInt8>) {
        let offset = UInt64(storage.count)
        values.append(ParameterValue(kind: kind, byteCount: UInt32(bytes.count), payload: offset))
        bytes.withUnsafeBufferPointer { storage.append(contentsOf: $0) }
        encodedByteCount += bytes.count + Self.lengthPrefixByteCount(bytes.count)
    }

    /// The protocol writes a length in one, three, four or nine bytes.
    @inlinable static func lengthPrefixByteCount(_ count: Int) -> Int {
        if count < 251 { return 1 }
        if count < 1 << 16 { return 3 }
        return count < 1 << 24 ? 4 : 9
    }
}
