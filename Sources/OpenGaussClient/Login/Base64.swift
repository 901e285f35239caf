internal import COpenSSL

/// Base64 as SCRAM spells its bytes.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        // Four characters for three bytes begun, and a zero.
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.prefix(Int(count)), as: UTF8.self)
    }

    /// nil for what is no Base64.
    static func decode(_ text: Substring) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard !characters.isEmpty, characters.count.isMultiple(of: 4) else { return nil }
        var bytes = [UInt8](repeating: 0, count: characters.count / 4 * 3)
        let count = EVP_DecodeBlock(&bytes, characters, Int32(characters.count))
        let padding = characters.suffix(2).count { $0 == UInt8(ascii: "=") }
        guard count == bytes.count else { return nil }
        return bytes.dropLast(padding)
    }
}
