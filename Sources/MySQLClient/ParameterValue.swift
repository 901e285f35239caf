/// One value of a `ParameterList`, in 16 bytes: a number in place, or where its bytes stand in the list's storage.
@usableFromInline
package struct ParameterValue {
    @usableFromInline
    package enum Kind: UInt8 {
        case null, signed, unsigned, double, float
        case decimal, text, bytes, temporal
    }

    @usableFromInline package let kind: Kind
    @usableFromInline package let byteCount: UInt32
    /// The bits of a number (a FLOAT's in the low half), or an offset into the storage.
    @usableFromInline package let payload: UInt64

    @inlinable
    package init(kind: Kind, byteCount: UInt32, payload: UInt64) {
        self.kind = kind
        self.byteCount = byteCount
        self.payload = payload
    }
}

extension ParameterValue {
    /// The bytes of a text, a blob, a decimal or a time.
    func bytes(in storage: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let start = Int(payload)
        return UnsafeRawBufferPointer(rebasing: storage[start..<(start + Int(byteCount))])
    }
}
