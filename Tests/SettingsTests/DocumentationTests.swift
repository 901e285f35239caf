import Glibc
import Settings
import TestSupport
import Testing

/// `config.yaml` and `docs/configuration.md` say what the declarations say. With `UPDATE_DOCUMENTATION=1` in the
/// environment the tests write both anew.
struct DocumentationTests {
    @Test func theDefaultConfigurationShowsEveryOption() {
        expect("config.yaml", toBe: Documentation.configuration)
    }

    @Test func thePageShowsEveryOption() throws {
        var page = ByteFile.text(path(of: "docs/configuration.md"))
        for section in SettingsTable.sections {
            let start = "<!-- options of \(section.name) -->\n"
            let end = "<!-- end of \(section.name) -->"
            let pieces = page.split(separator: start, omittingEmptySubsequences: false)
            let rest = try #require(pieces.last).split(separator: end, omittingEmptySubsequences: false)
            try #require(pieces.count == 2 && rest.count == 2, "the page has one place for \(section.name)")
            page = [String(pieces[0]), start, Documentation.table(of: section), end, String(rest[1])].joined()
        }
        expect("docs/configuration.md", toBe: page)
    }

    @Test func theDefaultConfigurationIsTheDefaults() throws {
        var expected = Settings()
        expected.source.hosts = ["127.0.0.1"]
        expected.source.user = "reverse_migration"
        expected.source.database = "shop"
        expected.slot.name = "reverse_migration"
        expected.target.host = "127.0.0.1"
        expected.target.user = "reverse_migration"
        expected.target.database = "shop"
        #expect(try SettingsFile.load(path: path(of: "config.yaml"), environment: [:]) == expected)
    }

    @Test func everyOptionHasOneSentenceAndItsOwnName() {
        for section in SettingsTable.sections {
            #expect(Set(section.options.map(\.name)).count == section.options.count)
            for option in section.options {
                #expect(option.summary.hasSuffix(".") && !option.words.isEmpty, "\(section.name).\(option.name)")
            }
        }
    }

    private func expect(_ name: String, toBe text: String) {
        if getenv("UPDATE_DOCUMENTATION") != nil { ByteFile.write(Array(text.utf8), to: path(of: name)) }
        #expect(
            ByteFile.text(path(of: name)) == text,
            "UPDATE_DOCUMENTATION=1 swift test --filter DocumentationTests writes it anew"
        )
    }

    private func path(of name: String) -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(root)/\(name)"
    }
}
