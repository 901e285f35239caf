/// Amounts as the source prints them in its default locale: `$1,234.56`, `-$0.05`.
enum MoneyText {
    /// The digits alone; nil for the signs of another locale, where point and comma may mean something else.
    static func digits(_ text: Span<UInt8>) -> [UInt8]? {
        var rest = text.bytes()[...]
        var digits: [UInt8] = []
        if rest.first == UInt8(ascii: "-") { digits.append(rest.removeFirst()) }
        guard rest.popFirst() == UInt8(ascii: "$") else { return nil }
        let groups = rest.prefix { $0 != UInt8(ascii: ".") }.split(
            separator: UInt8(ascii: ","),
            omittingEmptySubsequences: false
        )
        guard let first = groups.first, (1...3).contains(first.count), groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        digits += groups.joined()
        digits += rest.drop { $0 != UInt8(ascii: ".") }
        return digits
    }
}
