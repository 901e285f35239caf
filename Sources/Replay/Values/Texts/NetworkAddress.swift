/// Addresses for MariaDB's INET4 and INET6, which have no place for a network's length.
enum NetworkAddress {
    /// The address alone; the length of a whole address, which `cidr` prints, says nothing and is left out.
    static func address(_ text: Span<UInt8>, isVersion6: Bool) throws(ValueRefusal) -> Span<UInt8>.Index {
        var isOfVersion6 = false
        var slash = text.count
        for index in text.indices {
            if text[index] == UInt8(ascii: ":") { isOfVersion6 = true }
            if text[index] == UInt8(ascii: "/") { slash = index }
        }
        guard isOfVersion6 == isVersion6 else {
            throw ValueRefusal("it is no address of version \(isVersion6 ? 6 : 4)", .address)
        }
        let length = text.extracting(slash...)
        guard length.count == 0 || length.equals(isVersion6 ? "/128" : "/32") else {
            throw ValueRefusal("it is a network, and the column holds addresses", .address)
        }
        return slash
    }
}
