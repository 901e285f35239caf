/// Reads the fields of a message's body one after another; a body that ends too soon is a violation of the protocol.
struct BodyReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - offset }

    mutating func byte() throws(WireFailure) -> UInt8 {
        try take(1).first ?? 0
    }

    mutating func int16() throws(WireFailure) -> Int {
        let field = try take(2)
        return Int(Int16(truncatingIfNeeded: field.reduce(0) { $0 << 8 | Int($1) }))
    }

    mutating func int32() throws(WireFailure) -> Int32 {
        let field = try take(4)
        return Int32(bitPattern: field.reduce(0) { $0 << 8 | UInt32($1) })
    }

    /// Text up to a zero byte, which is taken too.
    mutating func text() throws(WireFailure) -> String {
        guard let end = bytes[offset...].firstIndex(of: 0) else {
            throw .violation("a text in its message has no end")
        }
        defer { offset = end + 1 }
        return String(decoding: bytes[offset..<end], as: UTF8.self)
    }

    mutating func take(_ count: Int) throws(WireFailure) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw .violation("its message ends where \(count) more bytes should be, \(remaining) are there")
        }
        defer { offset += count }
        return bytes[offset..<(offset + count)]
    }

    /// All that is left.
    mutating func rest() -> ArraySlice<UInt8> {
        defer { offset = bytes.count }
        return bytes[offset...]
    }
}
