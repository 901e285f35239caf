/// The one text for bits that one server keeps as bits and the other as bytes: hexadecimal digits.
enum BitNormalForm {
    /// Marks that tell the two ways apart in which a server may send them.
    static let bits = "b", bytes = "x"

    /// Bits are filled up with zeros at the front, as MySQL itself makes bytes of them.
    static func text(of marked: String) -> String {
        guard marked.hasPrefix(bits) else { return String(marked.dropFirst()) }
        let digits = marked.dropFirst()
        let missing = (8 - digits.utf8.count % 8) % 8
        let whole = Array((String(repeating: "0", count: missing) + digits).utf8)
        return stride(from: 0, to: whole.count, by: 4).map { start in
            String(whole[start..<(start + 4)].reduce(0) { $0 * 2 + Int($1 & 1) }, radix: 16)
        }.joined()
    }
}
