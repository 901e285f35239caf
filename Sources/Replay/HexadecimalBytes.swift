/// Bytes as hexadecimal digits: how a blob travels in a statement that is text, and in a result that is.
enum HexadecimalBytes {
    /// For SQL.
    static func literal(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "''" }
        let digits: [UInt8] = Array("0123456789abcdef".utf8)
        var text: [UInt8] = Array("x'".utf8)
        text.reserveCapacity(bytes.count * 2 + 3)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        text.append(UInt8(ascii: "'"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Of what the server's HEX gives.
    static func decoded(_ digits: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.utf8.count / 2)
        var high: UInt8?
        for digit in digits.utf8 {
            let value =
                digit <= UInt8(ascii: "9") ? digit &- UInt8(ascii: "0") : (digit | 0x20) &- UInt8(ascii: "a") &+ 10
            if let first = high {
                bytes.append(first << 4 | value & 15)
                high = nil
            } else {
                high = value & 15
            }
        }
        return bytes
    }
}
