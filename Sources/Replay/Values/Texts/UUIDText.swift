/// UUIDs as the source prints them, `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`.
enum UUIDText {
    /// MariaDB's type turns the bytes of some versions around, and refuses those from which it could not tell that it has:
    /// a version of 8 and more together with a variant older than RFC 4122.
    static func isOfMariaDB(_ text: Span<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        let variant = HexadecimalText.value(text[19]) << 4 | HexadecimalText.value(text[20])
        return HexadecimalText.value(text[14]) < 8 || variant == 0 || variant > 0x80
    }
}
