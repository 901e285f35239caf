internal import Glibc
internal import TestSupport
internal import Testing

@testable import Replay

/// `docs/type-mapping.md` says what the rules say. With `UPDATE_DOCUMENTATION=1` in the environment the tables are written anew.
@Suite(.serialized)
struct TypeMappingPageTests {
    @Test(arguments: ["overview", "rules", "natural"])
    func `the page's tables are the rules`(name: String) throws {
        let tables = [
            "overview": TypeMappingPage.overview, "rules": TypeMappingPage.rules, "natural": TypeMappingPage.natural,
        ]
        let table = try #require(tables[name])
        let page = ByteFile.text(path)
        let pieces = page.split(separator: "<!-- \(name) -->\n", omittingEmptySubsequences: false)
        let end = "<!-- end of \(name) -->"
        let rest = try #require(pieces.last).split(separator: end, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(pieces.count == 2 && rest.count == 2, "the page has one place for \(name)")
        let expected = pieces[0] + "<!-- \(name) -->\n" + table + end + rest[1]
        if getenv("UPDATE_DOCUMENTATION") != nil { ByteFile.write(Array(expected.utf8), to: path) }
        #expect(
            ByteFile.text(path) == String(expected),
            "UPDATE_DOCUMENTATION=1 swift test --filter TypeMappingPageTests writes it anew"
        )
    }

    @Test func `the page has a row for every kind of misfit`() throws {
        let page = ByteFile.text(path)
        for misfit in TypeMappingPage.misfits { #expect(page.contains("\n| \(misfit) |"), "\(misfit)") }
    }

    private var path: String {
        "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/docs/type-mapping.md"
    }
}
