import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// What a real openGauss sent in the serial dialect, applied to empty tables, gives what its tables held.
struct RecordingTests {
    /// Recordings whose every table comes out as it was, but for `departures`.
    static let recordings = [
        "bool_b/ser", "copy_b/ser", "ddl_a/ser", "ddl_b/ser", "ident_b/ser", "ident_pg/ser", "live_ser/ser",
        "misc_a/ser", "misc_b/ser",
        "names_a/ser", "names_b/ser", "opt_b/v_ser_fff", "opt_b/v_ser_fft", "opt_b/v_ser_ftf", "opt_b/v_ser_origin",
        "opt_b/v_ser_ttt",
        "opt_b/v_ser_white", "opt_b/v_ser_whitestar", "toast_b/ser", "twopc_b/ser", "tx_b/ser", "types_a_bin/ser",
        "types_a_bit/ser",
        "types_a_chr/ser", "types_a_dec/ser", "types_a_dt/ser", "types_a_flt/ser", "types_a_int/ser",
        "types_a_json/ser",
        "types_a_misc/ser", "types_b_bin/ser", "types_b_bit/ser", "types_b_chr/ser", "types_b_dec/ser",
        "types_b_dt/ser",
        "types_b_enumset/ser", "types_b_flt/ser", "types_b_int/ser", "types_b_json/ser", "types_b_misc/ser",
        "types_pg_bin/ser",
        "types_pg_bit/ser", "types_pg_chr/ser", "types_pg_dec/ser", "types_pg_dt/ser", "types_pg_flt/ser",
        "types_pg_int/ser",
        "types_pg_json/ser", "types_pg_misc/ser", "zerodate_b/ser",
    ]

    /// Tables that the stream does not describe wholly, and why: no decoder could.
    static let departures: [String: [String: String]] = [
        "bool_b/ser": ["w_bool_b.bk": "a boolean is its key"],
        "ddl_a/ser": [
            "w_ddl_a.t": "columns came and went", "w_ddl_a.r2": "was renamed",
            "w_ddl_a.dr": "was dropped and made anew",
            "w_ddl_a.r": "was renamed", "w_ddl_a.newt": "was renamed", "w_ddl_a_x.newt": "was renamed",
        ],
        "ddl_b/ser": [
            "w_ddl_b.t": "columns came and went", "w_ddl_b.r2": "was renamed",
            "w_ddl_b.dr": "was dropped and made anew",
            "w_ddl_b.r": "was renamed", "w_ddl_b.newt": "was renamed", "w_ddl_b_x.newt": "was renamed",
        ],
        "ident_b/ser": ["w_ident_b.n": "has no identity", "w_ident_b.nopk_d": "has no identity"],
        "ident_pg/ser": ["w_ident_pg.n": "has no identity", "w_ident_pg.nopk_d": "has no identity"],
        "misc_a/ser": ["w_misc_a.ph": "a partition was truncated"],
        "misc_b/ser": ["w_misc_b.ph": "a partition was truncated"],
        "opt_b/v_ser_fff": ["w_opt_b.keep": "a row with an origin"],
        "opt_b/v_ser_fft": ["w_opt_b.keep": "a row with an origin"],
        "opt_b/v_ser_ftf": ["w_opt_b.keep": "a row with an origin"],
        "opt_b/v_ser_ttt": ["w_opt_b.keep": "a row with an origin"],
        "opt_b/v_ser_whitestar": ["w_opt_b.keep": "a row with an origin"],
        "opt_b/v_ser_white": [
            "w_opt_b.keep": "a row with an origin", "w_opt_b.other": "is not in the white list",
            "w_opt_b.Quoted T": "is not in the white list",
        ],
    ]

    /// What a text of the stream may stand for in the table: in a B-compatible database the server prints every boolean
    /// as false, and the year 0 without its zeros.
    private static func agrees(_ streamed: String?, _ expected: String?, in recording: String) -> Bool {
        if streamed == expected { return true }
        guard recording.contains("_b/") || recording.contains("_b_") else { return false }
        return (streamed == "f" && (expected == "0" || expected == "1")) || (streamed == "0" && expected == "0000")
    }

    @Test(arguments: recordings)
    func theTablesComeOutAsTheServerHadThem(_ recording: String) throws {
        var decoder = SerialChangeDecoder()
        var tables = ReferenceTables()
        tables.apply(try decoder.decode(Recording.messages(recording)))
        let expected = try ExpectedTables(String(recording.prefix { $0 != "/" }))
        let left = Self.departures[recording] ?? [:]
        #expect(tables.missed.filter { missed in !left.keys.contains { missed.hasSuffix(" " + $0) } }.isEmpty)
        for (table, rows) in expected.tables where left[table.description] == nil {
            let streamed = tables.tables[table] ?? []
            #expect(streamed.count == rows.count, "\(table)")
            #expect(Self.unmatched(streamed, rows, in: recording).isEmpty, "\(table)")
        }
        for (table, rows) in tables.tables where expected.tables[table] == nil && left[table.description] == nil {
            #expect(rows.isEmpty, "\(table) is in the stream only")
        }
    }

    /// Rows of the table that no row of the stream agrees with.
    private static func unmatched(
        _ streamed: [ReferenceTables.Row],
        _ expected: [ReferenceTables.Row],
        in recording: String
    ) -> [ReferenceTables.Row] {
        var rest = streamed
        return expected.filter { row in
            let place = rest.firstIndex { candidate in
                candidate.count == row.count
                    && row.allSatisfy { name, value in
                        candidate[name].map { agrees($0, value, in: recording) } ?? false
                    }
            }
            if let place { rest.remove(at: place) }
            return place == nil
        }
    }

    @Test(arguments: recordings + ["bool_b/v_ser_app_gsql"])
    func positionsOnlyGrowAndTransactionsAreWhole(_ recording: String) throws {
        var decoder = SerialChangeDecoder()
        let batch = try decoder.decode(Recording.messages(recording))
        var last = LSN.zero
        var begins = 0
        var commits = 0
        for record in batch.records {
            switch record {
            case .begin: begins += 1
            case .commit(let commit):
                commits += 1
                #expect(commit.position > last)
                last = commit.position
            case .position(let position):
                #expect(position >= last)
                last = position
            case .row, .truncate: break
            }
        }
        #expect(begins == commits && commits > 0)
    }

    @Test(arguments: ["tx_b/ser", "toast_b/ser", "names_b/ser", "opt_b/v_ser_origin"])
    func theSizeOfBatchesMakesNoDifference(_ recording: String) throws {
        let messages = Recording.messages(recording)
        var decoder = SerialChangeDecoder()
        let whole = BatchText.lines(try decoder.decode(messages))
        var parts: [String] = []
        decoder = SerialChangeDecoder()
        for message in messages.messages {
            var single = MessageBatch()
            switch message {
            case .keepalive: single.messages = [message]
            case .data(let position, let range):
                single.bytes = Array(messages.bytes[range])
                single.messages = [.data(position: position, range: 0..<range.count)]
            }
            parts += BatchText.lines(try decoder.decode(single))
        }
        #expect(parts == whole)
    }

    /// The server writes in its own encoding, whatever the client asks for. Such a stream is refused at its first name.
    @Test(arguments: ["gbk_a/ser", "gbk_a/v_ser_utf8"])
    func aStreamInAnotherEncodingIsRefused(_ recording: String) throws {
        var decoder = SerialChangeDecoder()
        let error = try #require(throws: DecodingError.self) { try decoder.decode(Recording.messages(recording)) }
        #expect(error.reason.contains("UTF-8"))
    }

    @Test func aSessionThatCallsItselfGsqlPrintsBooleansRight() throws {
        var decoder = SerialChangeDecoder()
        let batch = try decoder.decode(Recording.messages("bool_b/v_ser_app_gsql"))
        let texts = batch.values.compactMap { slot in
            slot.range.map { String(decoding: batch.bytes[$0], as: UTF8.self) }
        }
        #expect(texts.contains("t") && texts.contains("f"))
    }
}
