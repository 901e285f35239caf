import MySQLClient
import Testing

struct SQLQuotingTests {
    @Test func `a quote is doubled`() {
        #expect(SQLQuoting.literal("it's") == "'it''s'")
        #expect(SQLQuoting.identifier("a`b") == "`a``b`")
    }

    @Test func `a quote under a combining mark is doubled too`() {
        #expect(SQLQuoting.literal("'\u{301}") == "'''\u{301}'")
    }

    @Test func `a backslash makes the literal hexadecimal, for its meaning depends on the mode`() {
        #expect(SQLQuoting.literal("a\\") == "_utf8mb4 X'615c'")
        #expect(SQLQuoting.literal("\0") == "_utf8mb4 X'00'")
    }

    @Test(.enabled(if: !LiveServer.all.isEmpty), arguments: LiveServer.all)
    func `any text comes back as it was, in every mode`(server: LiveServer) throws {
        let connection = try server.connect()
        let text = "it's \"a\" \\' `b` \n\0 \u{1F600} end\\"
        for mode in ["", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES"] {
            try connection.execute("SET SESSION sql_mode = \(connection.quoted(mode))")
            #expect(try connection.text("SELECT \(connection.quoted(text))") == text)
            let name = MySQLConnection.quotedIdentifier("x`\"'")
            #expect(try connection.text("SELECT \(name) FROM (SELECT 5 AS \(name)) t") == "5")
        }
    }
}
