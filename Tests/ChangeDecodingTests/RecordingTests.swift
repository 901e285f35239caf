import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// What a real openGauss sent, in every dialect, applied to empty tables, gives what its tables held.
struct RecordingTests {
    static let workloads = [
        "big20k_b", "bool_b", "copy_b", "ddl_a", "ddl_b", "gbk_a", "ident_b", "ident_pg", "live_b0", "live_b1",
        "live_j0", "live_ser",
        "misc_a", "misc_b", "names_a", "names_b", "opt_b", "toast_b", "twopc_b", "tx_b",
        "types_a_bin", "types_a_bit", "types_a_chr", "types_a_dec", "types_a_dt", "types_a_flt", "types_a_int",
        "types_a_json",
        "types_a_misc", "types_b_bin", "types_b_bit", "types_b_chr", "types_b_dec", "types_b_dt", "types_b_enumset",
        "types_b_flt",
        "types_b_int", "types_b_json", "types_b_misc", "types_pg_bin", "types_pg_bit", "types_pg_chr", "types_pg_dec",
        "types_pg_dt",
        "types_pg_flt", "types_pg_int", "types_pg_json", "types_pg_misc", "zerodate_b",
    ]
    static let streams = RecordedStream.all(workloads)
    /// One row of a megabyte: what its table held is known by a hash only.
    static let hugeStream = RecordedStream("huge_b/ser")

    @Test func noStreamIsForgotten() {
        #expect(Self.streams.count == 265)
        #expect(Set(Self.streams.map(\.dialect)) == Set(Dialect.all))
    }

    @Test(arguments: streams)
    func theTablesComeOutAsTheServerHadThem(_ stream: RecordedStream) throws {
        var tables = ReferenceTables()
        tables.apply(try stream.decode())
        let expected = try ExpectedTables(stream.workload)
        let left = RecordingDepartures.tables(of: stream)
        #expect(tables.missed.filter { missed in !left.keys.contains { missed.hasSuffix(" " + $0) } }.isEmpty)
        for (table, rows) in expected.tables where left[table.description] == nil {
            let streamed = tables.tables[table] ?? []
            #expect(streamed.count == rows.count, "\(table)")
            #expect(Self.unmatched(streamed, rows, in: stream).isEmpty, "\(table)")
        }
        for (table, rows) in tables.tables where expected.tables[table] == nil && left[table.description] == nil {
            #expect(rows.isEmpty, "\(table) is in the stream only")
        }
    }

    /// Rows of the table that no row of the stream agrees with.
    private static func unmatched(
        _ streamed: [ReferenceTables.Row],
        _ expected: [ReferenceTables.Row],
        in stream: RecordedStream
    ) -> [ReferenceTables.Row] {
        var rest = streamed
        return expected.filter { row in
            let place = rest.firstIndex { candidate in
                candidate.count == row.count
                    && row.allSatisfy { name, value in
                        candidate[name].map { RecordingDepartures.agrees($0, value, in: stream) } ?? false
                    }
            }
            if let place { rest.remove(at: place) }
            return place == nil
        }
    }

    @Test(arguments: streams + [hugeStream])
    func positionsOnlyGrowAndTransactionsAreWhole(_ stream: RecordedStream) throws {
        let batch = try stream.decode()
        var last = LSN.zero
        var begins = 0
        var commits = 0
        for record in batch.records {
            switch record {
            case .begin: begins += 1
            case .commit(let commit):
                commits += 1
                #expect(commit.position > last)
                #expect(commit.commitSequenceNumber != nil)
                last = commit.position
            case .position(let position):
                #expect(!stream.dialect.isParallel)
                #expect(position >= last)
                last = position
            case .row, .truncate, .schemaChange: break
            }
        }
        #expect(begins == commits && commits > 0)
    }

    @Test(arguments: streams.filter { ["tx_b", "toast_b", "names_b", "bool_b", "gbk_a"].contains($0.workload) })
    func theSizeOfBatchesMakesNoDifference(_ stream: RecordedStream) throws {
        let messages = Recording.messages(stream.description)
        var parts: [String] = []
        var decoder = try ChangeDecoder(try stream.decoderOptions)
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
        #expect(parts == BatchText.lines(try stream.decode()))
    }

    @Test func aSessionThatCallsItselfGsqlPrintsBooleansRight() throws {
        let batch = try RecordedStream("bool_b/v_ser_app_gsql").decode()
        let texts = batch.values.compactMap { slot in
            slot.range.map { String(decoding: batch.bytes[$0], as: UTF8.self) }
        }
        #expect(texts.contains("t") && texts.contains("f"))
    }

    @Test(arguments: ["names_a/t0", "names_b/t0", "names_b/t1"])
    func twoTablesThatStyleTWritesAlikeAreRefused(_ name: String) throws {
        let stream = RecordedStream(name)
        var options = try stream.decoderOptions
        options.names = try stream.catalogue
        var decoder = try ChangeDecoder(options)
        do {
            _ = try decoder.decode(Recording.messages(name))
            Issue.record("one of them was taken")
        } catch {
            guard case .refused = error else {
                Issue.record("\(error)")
                return
            }
            #expect(error.description.contains("me t"))
        }
    }

    /// The server writes in its own encoding, whatever the client asks for: taken for UTF-8 it is an error, not a wrong name.
    @Test(arguments: streams.filter { $0.workload == "gbk_a" })
    func aStreamInAnotherEncodingIsRefused(_ stream: RecordedStream) throws {
        var options = try stream.decoderOptions
        options.encoding = "UTF8"
        var decoder = try ChangeDecoder(options)
        do {
            _ = try decoder.decode(Recording.messages(stream.description))
            Issue.record("\(stream) was taken")
        } catch {
            #expect(error.description.contains("UTF8"))
        }
    }
}
