/// Texts from the hexadecimal digits of their UTF-8.
enum Hexadecimal {
    static func text(_ digits: String) -> String {
        let digits = Array(digits.utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { index in
            UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) ?? UInt8(ascii: "?")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
