import Settings
import Testing

struct SettingsFileTests {
    @Test func theRequiredKeysAreEnough() throws {
        var expected = Settings()
        expected.source.hosts = ["source.example"]
        expected.source.user = "reader"
        expected.source.database = "shop"
        expected.slot.name = "back"
        expected.target.host = "target.example"
        expected.target.user = "writer"
        expected.target.database = "shop"
        #expect(try Sample.settings() == expected)
    }

    @Test func everyKeyReachesItsField() throws {
        #expect(try Sample.settings(everyKey) == everyField)
    }

    @Test func theOriginalToolsFileIsUsedAsItIs() throws {
        let settings = try Sample.settings(originalFile)
        #expect(settings.source.hosts == ["10.0.0.5"])
        #expect(settings.source.password.reveal() == "Gauss@123")
        #expect(settings.slot.name == "slot1")
        #expect(settings.slot.whiteTableList == ["public.t1", "public.t2"])
        #expect(settings.replayWorkers == 4)
        #expect(settings.target.port == 3307)
    }

    @Test func keysForJavaDrawOneNoticeWithTheirLines() throws {
        let notices = try Sample.settings(originalFile).notices.map(\.description)
        #expect(
            notices == [
                "config.yaml: og_conn.driver (line 2), og_conn.ASSUME_MIN_SERVER_VERSION (line 9), "
                    + "og_conn.REPLICATION (line 10), og_conn.PREFER_QUERY_MODE (line 11), mysql.driver (line 24) "
                    + "have no meaning for this program and may be removed."
            ]
        )
    }

    @Test(arguments: ["a, b ,c", "[a, b, c]", "\n    - a\n    - b\n    - c"])
    func severalHostsMayBeGivenInEitherWay(_ hosts: String) throws {
        let text = Sample.minimal.replacing("source.example", with: hosts)
        #expect(try Sample.settings(text).source.hosts == ["a", "b", "c"])
    }

    @Test(arguments: ["true", "on", "yes", "True", "YES"])
    func theseWordsMeanTrue(_ word: String) throws {
        #expect(try Sample.settings(Sample.minimal("replay", "foreign_key_checks: \(word)")).replay.foreignKeyChecks)
    }

    @Test(arguments: ["false", "off", "no", "False"])
    func theseWordsMeanFalse(_ word: String) throws {
        #expect(try !Sample.settings(Sample.minimal("slot", "include-xids: \(word)")).slot.includeXids)
    }

    @Test(arguments: ["utf8", "UTF-8", "utf-8", "UTF8"])
    func everySpellingOfUTF8IsTheSame(_ name: String) throws {
        #expect(try Sample.settings(Sample.minimal("og_conn", "charset: \(name)")).source.charset == "UTF8")
    }

    @Test func theFastModeIsOneLineAway() throws {
        let slot = try Sample.settings(Sample.minimal("slot", "parallel-decode-num: 4")).slot
        #expect(slot.parallelDecodeNum == 4 && slot.decodeStyle == .binary && slot.sendingBatch == 1)
        #expect(SlotSettings().parallelDecodeNum == 1)
    }

    @Test func anotherCharacterSetIsTakenAsTheServerNamesIt() throws {
        #expect(try Sample.settings(Sample.minimal("og_conn", "charset: gb18030")).source.charset == "GB18030")
    }

    @Test func anEmptySectionHasItsDefaults() throws {
        #expect(try Sample.settings(Sample.minimal + "spool:\nreplay: {}\n").spool == SpoolSettings())
    }

    @Test func aByteOrderMarkAndWindowsLineEndsAreNoProblem() throws {
        let text = "\u{FEFF}" + Sample.minimal.replacing("\n", with: "\r\n")
        #expect(try Sample.settings(text).slot.name == "back")
    }

    @Test func theTextWithSlashesInQuotesIsText() throws {
        let text = Sample.minimal("spool", "directory: 'it''s // here'", "# directory: //there")
        #expect(try Sample.settings(text).spool.directory == "it's // here")
    }
}

private let originalFile = """
    og_conn:
      driver: org.postgresql.Driver
      host: 10.0.0.5
      port: 5432
      user: gauss
      password: Gauss@123
      database: postgres
      charset: UTF-8
      ASSUME_MIN_SERVER_VERSION: 9.4
      REPLICATION: database
      PREFER_QUERY_MODE: simple
    slot:
      name: slot1
      include-xids: false
      skip-empty-xacts: true
      waitLSN: 0/0
      parallel-decode-num: 1
      white-table-list: public.t1,public.t2
      standby-connection: false
      decoding: mppdb_decoding
      runnable_num: 4

    mysql:
      driver: com.mysql.cj.jdbc.Driver
      host: 10.0.0.6
      port: 3307
      user: root
      password: 123456
      database: shop

    """

private let everyKey = """
    og_conn:
      host: a
      port: 1
      user: b
      password: c
      database: d
      charset: utf8
      sslmode: verify-full
      sslrootcert: e
      connect_timeout_seconds: 2
    slot:
      name: f?-.9_
      decoding: other
      include-xids: off
      skip-empty-xacts: off
      white-table-list: ["g.h", '*.i']
      waitLSN: 6F/E3C53568
      standby-connection: on
      parallel-decode-num: 1
      runnable_num: 3
    mysql:
      host: j
      port: 4
      user: k
      password: l
      database: m
      connect_timeout_seconds: 5
    spool:
      directory: n
      segment_size_megabytes: 6
      size_limit_megabytes: 700
      block_size_kilobytes: 16
      flush_interval_milliseconds: 0
    capture:
      queue_megabytes: 8
      feedback_interval_milliseconds: 100
      reconnect_delay_max_seconds: 9
    replay:
      group_transactions: 10
      group_rows: 11
      queue_megabytes: 12
      insert_rows_per_statement: 13
      progress_table: o
      quarantine_table: o2
      quarantine_rows_max: 16
      deferred_megabytes: 18
      policy_uses_table: o3
      misfits: { missing_row: ignore, tables: { a.b*: { foreign_key: quarantine } } }
      foreign_key_checks: true
      retry_delay_max_seconds: 14
      poll_interval_milliseconds: 10
    mapping:
      schemas:
        p: q
        r: s
      tables:
        t.u: v.w
        '"T.x"."y "': '`z.1`.`a b`'
        t.u2: w2
      columns: { t.u.c: d }
      include: ["t.*", '"T.x".*']
      exclude: t.a?,*.b
      merge: true
      case: lower
    telemetry:
      progress_interval_seconds: 15
      log_level: debug

    """

private let everyField: Settings = {
    var settings = Settings()
    settings.source.hosts = ["a"]
    settings.source.port = 1
    settings.source.user = "b"
    settings.source.password = Secret("c")
    settings.source.database = "d"
    settings.source.sslmode = .verifyFull
    settings.source.sslrootcert = "e"
    settings.source.connectTimeoutSeconds = 2
    settings.slot.name = "f?-.9_"
    settings.slot.decoding = "other"
    settings.slot.includeXids = false
    settings.slot.skipEmptyXacts = false
    settings.slot.whiteTableList = ["g.h", "*.i"]
    settings.slot.waitLSN = 0x6F_E3C5_3568
    settings.slot.standbyConnection = true
    settings.replayWorkers = 3
    settings.target.host = "j"
    settings.target.port = 4
    settings.target.user = "k"
    settings.target.password = Secret("l")
    settings.target.database = "m"
    settings.target.connectTimeoutSeconds = 5
    settings.spool.directory = "n"
    settings.spool.segmentSizeMegabytes = 6
    settings.spool.sizeLimitMegabytes = 700
    settings.spool.blockSizeKilobytes = 16
    settings.spool.flushIntervalMilliseconds = 0
    settings.capture.queueMegabytes = 8
    settings.capture.feedbackIntervalMilliseconds = 100
    settings.capture.reconnectDelayMaxSeconds = 9
    settings.replay.groupTransactions = 10
    settings.replay.groupRows = 11
    settings.replay.queueMegabytes = 12
    settings.replay.insertRowsPerStatement = 13
    settings.replay.progressTable = "o"
    settings.replay.quarantineTable = "o2"
    settings.replay.deferredMegabytes = 18
    settings.replay.policyUsesTable = "o3"
    settings.replay.quarantineRowsMax = 16
    settings.replay.misfits.policies = [.missingRow: .ignore]
    settings.replay.misfits.tables = ["a.b*"].compactMap(TableGlob.init).map {
        MisfitsSettings.TableRule(tables: $0, policies: [.foreignKey: .quarantine])
    }
    settings.replay.foreignKeyChecks = true
    settings.replay.retryDelayMaxSeconds = 14
    settings.replay.pollIntervalMilliseconds = 10
    settings.mapping.schemas = ["p": "q", "r": "s"]
    settings.mapping.tables = [
        QualifiedName("t", "u"): QualifiedName("v", "w"), QualifiedName("T.x", "y "): QualifiedName("z.1", "a b"),
        QualifiedName("t", "u2"): QualifiedName("w2"),
    ]
    settings.mapping.columns = [QualifiedName("t", "u", "c"): "d"]
    settings.mapping.include = ["t.*", "\"T.x\".*"].compactMap(TableGlob.init)
    settings.mapping.exclude = ["t.a?", "*.b"].compactMap(TableGlob.init)
    settings.mapping.merge = true
    settings.mapping.nameCase = .lower
    settings.telemetry.progressIntervalSeconds = 15
    settings.telemetry.logLevel = .debug
    return settings
}()
