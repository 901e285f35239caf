internal import Testing

@testable import Replay

struct StreamLockTests {
    @Test func `a lock's name fits the server's 64 characters, however long the stream's is`() {
        let long = String(repeating: "漢", count: 500)
        for name in [StreamLock.name("", ""), StreamLock.name("1/shop/back", "shop"), StreamLock.name(long, long)] {
            #expect(name.hasPrefix("reverse_migration_"))
            #expect(name.utf8.count <= 64)
            #expect(name.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test func `every stream and database has a name of its own, and always the same`() {
        let names = ["shop", "till"].flatMap { database in
            ["1/a/b", "1/a/c", "2/a/b"].map { StreamLock.name($0, database) }
        }
        #expect(Set(names).count == 6)
        #expect(StreamLock.name("1/a/b", "shop") == names[0])
        #expect(StreamLock.name("b", "a") != StreamLock.name("a", "b"))
    }

    @Test func `the name stays what it is from version to version, or two versions would not exclude each other`() {
        #expect(StreamLock.name("7001/shop/back", "shop") == "reverse_migration_" + Self.expected)
    }

    /// FNV-1a of `shop`, a line's end and `7001/shop/back`, computed elsewhere.
    private static let expected = "df94baeba9573394"
}
