import Settings
import Testing

/// What is said about a value that its option does not take.
struct ValueProblemTests {
    @Test(arguments: ["0", "65536", "99999999999999999999", "-1", "+5", "5432.0", "0x10", "05432", "many", "1_000"])
    func aPortIsADecimalNumberInItsRange(_ value: String) {
        #expect(
            Sample.problems(Sample.minimal("og_conn", "port: \(value)")) == [
                "config.yaml:2:9: og_conn.port must be a whole number from 1 to 65535, not \"\(value)\"."
            ]
        )
    }

    @Test func aQuotedNumberIsAText() {
        #expect(
            Sample.problems(Sample.minimal("mysql", "port: \"3306\"")) == [
                "config.yaml:8:9: mysql.port must be a whole number from 1 to 65535, without quotes."
            ]
        )
    }

    @Test func aCommentWithoutABlankIsSeenInANumber() {
        #expect(
            Sample.problems(Sample.minimal("mysql", "port: 3306//the port")) == [
                "config.yaml:8:9: mysql.port must be a whole number from 1 to 65535, not \"3306//the port\"."
                    + " A comment begins with a blank and #."
            ]
        )
    }

    @Test(arguments: ["maybe", "1", "'true'"])
    func aSwitchIsTrueOrFalse(_ value: String) {
        let problems = Sample.problems(Sample.minimal("slot", "include-xids: \(value)"))
        #expect(problems.count == 1)
        #expect(problems[0].hasPrefix("config.yaml:6:17: slot.include-xids must be true or false, "))
    }

    @Test(arguments: ["Slot", "a b", "a/b", "ä", String(repeating: "a", count: 64)])
    func aSlotNameFollowsTheServersRule(_ name: String) {
        let text = Sample.minimal.replacing("name: back", with: "name: \(name)")
        #expect(Sample.problems(text).count == 1)
        #expect(
            Sample.problems(text)[0].hasPrefix(
                "config.yaml:6:9: slot.name must be 1 to 63 lower-case letters, digits and ? . _ -, not "
            )
        )
    }

    @Test(arguments: [
        (
            "og_conn", "charset: 'G B K'",
            "og_conn.charset must be a character set as the server names it, such as UTF8 or GBK"
        ),
        (
            "og_conn", "sslmode: allow",
            "og_conn.sslmode must be one of disable, prefer, require, verify-ca, verify-full"
        ),
        ("slot", "waitLSN: 12", "slot.waitLSN must be a position such as 0/23C91E8"),
        ("slot", "waitLSN: +1/-2", "slot.waitLSN must be a position such as 0/23C91E8"),
        ("slot", "decoding: a b", "slot.decoding must be 1 to 64 letters, digits and _"),
        ("slot", "white-table-list: orders", "slot.white-table-list must be schema.table, schema.* or *.table"),
        ("slot", "white-table-list: [a.b, 'a.b c']", "slot.white-table-list must be schema.table, schema.* or *.table"),
        ("slot", "white-table-list: 'a.b,'", "slot.white-table-list must be schema.table, schema.* or *.table"),
        ("replay", "progress_table: a-b", "replay.progress_table must be 1 to 64 letters"),
        ("replay", "poll_interval_milliseconds: 11", "replay.poll_interval_milliseconds must be a whole number"),
        ("telemetry", "log_level: loud", "telemetry.log_level must be one of trace, debug, info"),
        ("spool", "directory: \"a\\0b\"", "spool.directory must be a text of 1 to 1024 bytes without control"),
        ("mapping", "schemas: shop", "mapping.schemas must be a section with one line for each schema"),
        ("mapping", "schemas: { a: [b] }", "mapping.schemas of \"a\" takes a single value here"),
        ("mapping", "tables: { orders: o }", "mapping.tables of \"orders\": mapping.tables must be a section with one"),
        ("mapping", "tables: { a.b: c.d.e }", "of \"a.b\" must be database.table or table, not \"c.d.e\""),
        ("mapping", "tables: { a.b: 'c ' }", "mapping.tables of \"a.b\" must be database.table or table"),
        ("mapping", "tables: { a.b: '\"c' }", "mapping.tables of \"a.b\" must be database.table or table"),
        ("mapping", "tables: { a.b: c, '\"a\".b': d }", "is given twice, the second time here."),
        ("mapping", "columns: { a.b: c }", "mapping.columns must be a section with one line for each column"),
        ("mapping", "columns: { a.b.c: d.e }", "mapping.columns of \"a.b.c\" must be a column's name"),
        ("mapping", "include: orders", "mapping.include must be schema.table with * and ? as wildcards"),
        ("mapping", "exclude: [a.b.c]", "mapping.exclude must be schema.table with * and ? as wildcards"),
        ("mapping", "merge: maybe", "mapping.merge must be true or false"),
        ("mapping", "case: upper", "mapping.case must be one of as-is, lower"),
        ("og_conn", "port: [1, 2]", "og_conn.port takes a single value here, not a list or a section."),
        ("og_conn", "port:", "og_conn.port has no value: write one after the colon, or remove the line."),
        ("og_conn", "password: ~", "og_conn.password has no value: write one after the colon, or remove the line."),
        ("mysql", "password: null", "mysql.password has no value: write one after the colon, or remove the line."),
    ])
    func eachFormHasItsSentence(section: String, line: String, sentence: String) {
        let problems = Sample.problems(Sample.minimal(section, line))
        #expect(problems.count == 1)
        #expect(problems.first?.contains(sentence) == true, "\(problems)")
    }

    @Test func twoTablesGoToOneOnlyWhereThatIsMeant() {
        let lines = ["tables:", "  a.t: old.t", "  b.t: old.t", "  c.t: t", "schemas: { c: old }"]
        let text = Sample.minimal + "mapping:\n" + lines.map { "  \($0)\n" }.joined()
        #expect(
            Sample.problems(text) == [
                "config.yaml:14:5: mapping.tables of \"b.t\" goes to old.t, and so does a.t: send one of them elsewhere, or say"
                    + " mapping.merge: true.",
                "config.yaml:15:5: mapping.tables of \"c.t\" goes to old.t, and so does a.t: send one of them elsewhere, or say"
                    + " mapping.merge: true.",
            ]
        )
        #expect(Sample.problems(text + "  merge: true\n").isEmpty)
    }

    @Test func twoColumnsNeverGoToOne() {
        let text = Sample.minimal("mapping", "columns: { a.t.b: x, a.t.c: X, a.u.b: x }")
        #expect(
            Sample.problems(text) == [
                "config.yaml:12:24: mapping.columns of \"a.t.c\" is called x in the target, and so is a.t.b: give one of them another"
                    + " name."
            ]
        )
    }

    @Test func everyWrongEntryOfAListIsNamed() {
        #expect(Sample.problems(Sample.minimal("slot", "white-table-list: [a, b.c, d]")).count == 2)
    }

    @Test func anEmptyListOfHostsIsRefused() {
        let text = Sample.minimal.replacing("host: source.example", with: "host: []")
        #expect(Sample.problems(text).count == 1)
    }

    @Test(arguments: ["sslcert", "sslkey"])
    func aCertificateAndItsKeyGoTogether(_ name: String) {
        #expect(
            Sample.problems(Sample.minimal("og_conn", "\(name): client.pem")) == [
                "config.yaml:2:3: og_conn.sslcert and og_conn.sslkey must be given together."
            ]
        )
    }

    @Test(arguments: ["beat", "Public.beat", "a.b.c", ".beat", "public."])
    func aHeartbeatTableIsNamedWithItsSchema(_ name: String) {
        let problems = Sample.problems(Sample.minimal("capture", "heartbeat_table: \(name)"))
        #expect(problems.count == 1 && problems[0].contains("must be schema.table, both without quotes"))
    }

    @Test func aLimitMustLeaveRoomForTwoSegments() {
        #expect(
            Sample.problems(Sample.minimal("spool", "size_limit_megabytes: 100")) == [
                "config.yaml:12:3: spool.size_limit_megabytes must be 0, or leave room for two segments of 64 megabytes."
            ]
        )
    }
}
