import Settings
import Testing

/// What is said about keys, sections and YAML itself.
struct StructureProblemTests {
    @Test(arguments: [
        ("og_conn", "prot: 1", "og_conn has no key \"prot\": did you mean port?"),
        ("slot", "wait_lsn: 0/0", "slot has no key \"wait_lsn\": did you mean waitLSN?"),
        ("slot", "include_xids: on", "slot has no key \"include_xids\": did you mean include-xids?"),
        ("mysql", "runnable_num: 3", "mysql has no key \"runnable_num\": it belongs in slot."),
        ("mysql", "sslmode: require", "mysql has no key \"sslmode\": it belongs in og_conn."),
        ("spool", "queue_megabytes: 3", "spool has no key \"queue_megabytes\": it belongs in capture or replay."),
        ("mapping", "table: x", "mapping has no key \"table\": did you mean tables?"),
        ("telemetry", "kafka: x", "telemetry has no key \"kafka\": the keys are progress_interval_seconds, log_level."),
    ])
    func anUnknownKeyIsLedToTheRightOne(section: String, line: String, sentence: String) {
        let problems = Sample.problems(Sample.minimal(section, line))
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix(": \(sentence)") == true, "\(problems)")
    }

    @Test(arguments: [
        ("spol: {}", "There is no section \"spol\": did you mean spool?"),
        ("runnable_num: 3", "There is no section \"runnable_num\": the key runnable_num belongs under slot, indented."),
        (
            "kafka: {}",
            "There is no section \"kafka\": the sections are og_conn, slot, mysql, spool, capture, replay, mapping, values, telemetry."
        ),
    ])
    func anUnknownSectionIsLedToTheRightOne(line: String, sentence: String) {
        #expect(Sample.problems(Sample.minimal + line + "\n") == ["config.yaml:11:1: \(sentence)"])
    }

    @Test func allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
        let text = """
            og_conn:
              host: a
              port: 5432  //the port
              prot: 5433
            slot:
              name: BACK   // see: the manual
              include-xids: perhaps
              name: twice
            // the target
            mysql: x
            """
        #expect(
            Sample.problems(text) == [
                "config.yaml:1:1: og_conn lacks user, database, which must be given.",
                "config.yaml:3:15: \(slashes)",
                "config.yaml:4:3: og_conn has no key \"prot\": did you mean port?",
                "config.yaml:6:9: slot.name must be 1 to 63 lower-case letters, digits and ? . _ -, not \"BACK\".",
                "config.yaml:6:16: \(slashes)",
                "config.yaml:7:17: slot.include-xids must be true or false, not \"perhaps\".",
                "config.yaml:8:3: \"name\" is already given on line 6: keep one of the two.",
                "config.yaml:9:1: \(slashes)",
                "config.yaml:10:8: mysql is a section: its keys stand on lines of their own, indented.",
            ]
        )
    }

    @Test(arguments: ["", "# nothing\n", "---\n...\n"])
    func anEmptyFileSaysWhatItLacks(_ text: String) {
        #expect(
            Sample.problems(text) == [
                "config.yaml:1:1: The section og_conn is missing: it must give host, user, database.",
                "config.yaml:1:1: The section slot is missing: it must give name.",
                "config.yaml:1:1: The section mysql is missing: it must give host, user, database.",
            ]
        )
    }

    @Test(arguments: ["just text", "- a\n- b"])
    func aFileThatIsNoMappingIsRefused(_ text: String) {
        #expect(Sample.problems(text).count == 1)
        #expect(Sample.problems(text)[0].contains("A configuration consists of the sections og_conn, slot, "))
    }

    @Test func aSectionGivenTwiceIsRefused() {
        let problems = Sample.problems(Sample.minimal + "slot:\n  name: other\n")
        #expect(problems == ["config.yaml:11:1: \"slot\" is already given on line 5: keep one of the two."])
    }

    @Test func anchorsAliasesTagsAndAWordAsKeyAreRefused() {
        let text = Sample.minimal("spool", "directory: &here a", "block_size_kilobytes: !!int 16", "? [a]", ": 1")
        #expect(Sample.problems(text + "replay: *here\n").map { $0.prefix(30) }.count == 4)
    }

    @Test func anAliasIsReportedOnce() {
        let problems = Sample.problems(Sample.minimal("spool", "directory: *here"))
        #expect(
            problems == ["config.yaml:12:14: Aliases (*name) are not supported: write the value itself, in quotes."]
        )
    }

    @Test func aSecondDocumentIsRefused() {
        let problems = Sample.problems(Sample.minimal + "---\nspool: {}\n")
        #expect(problems.count == 1)
        #expect(problems[0].hasPrefix("config.yaml:11:1: A second YAML document begins here"))
    }

    @Test func aTabInTheIndentationIsNamed() {
        let problems = Sample.problems(Sample.minimal + "spool:\n\tdirectory: a\n")
        #expect(problems == ["config.yaml:12:1: A tab stands in the indentation: YAML wants spaces there."])
    }

    @Test func aTabAfterTheColonIsFine() {
        #expect(Sample.problems(Sample.minimal("spool", "directory:\ta")).isEmpty)
    }

    @Test(arguments: [
        ("white-table-list: *.*", "a value that begins with * or & must stand in quotes"),
        ("name2: @a", "a value that begins with one of @"),
        ("decoding: a: b", "a value with a colon and a space in it must stand in quotes"),
        ("decoding: [a", "is not valid YAML"),
    ])
    func invalidYAMLComesWithAdvice(line: String, advice: String) {
        let problems = Sample.problems(Sample.minimal("slot", line))
        #expect(problems.count == 1)
        #expect(problems[0].contains(advice), "\(problems)")
    }

    @Test func whatWasFoundBeforeInvalidYAMLIsReportedWithIt() {
        let problems = Sample.problems(Sample.minimal("slot", "port: 1 //x", "name: a", "name: b", "x: @"))
        #expect(problems.count == 3)
    }
}

private let slashes =
    "// does not begin a comment in YAML: write # in its place, or put the value in quotes if it belongs to it."
