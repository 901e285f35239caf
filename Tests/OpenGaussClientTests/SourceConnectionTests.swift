internal import ChangeModel
internal import Glibc
internal import OpenGaussClient
internal import Testing

@Suite(.enabled(if: LiveSource.found != nil), .serialized)
struct SourceConnectionTests {
    private let source: LiveSource

    init() throws {
        source = try #require(LiveSource.found)
    }

    @Test func `literals and identifiers come back as they went in`() throws {
        let connection = try source.connect()
        for text in ["it's", "a\\b", "'\u{301}", "\"", "line\nbreak", ""] {
            let sql = "SELECT \(SourceQuoting.literal(text)) AS \(SourceQuoting.identifier("c" + text))"
            let answer = try connection.query(sql, to: "quote")
            #expect(answer.rows == [[text]])
            #expect(answer.columns.map { Array($0.unicodeScalars) } == [Array(("c" + text).unicodeScalars)])
        }
    }

    @Test func `values are spelled in UTC, ISO and hexadecimal digits whatever the server's defaults are`() throws {
        let sql = "SELECT timestamptz '2026-01-01 00:00:00+08' AS t, bytea '\\xff00' AS b, 0.1::float8 AS f"
        let answer = try source.connect().query(sql, to: "spell")
        #expect(answer.rows == [["2025-12-31 16:00:00+00", "\\xff00", "0.1"]])
    }

    @Test func `a wrong password is a refusal of access and never shown`() throws {
        var options = source.options
        options.password = "not-the-password"
        do throws(SourceError) {
            _ = try SourceConnection(options, replication: true)
            Issue.record("the server took a wrong password")
        } catch {
            #expect(error.kind == .accessDenied)
            #expect(!error.description.contains(options.password))
        }
    }

    @Test func `a port where nobody listens is unreachable, which passes`() throws {
        var options = source.options
        options.port = 1
        do throws(SourceError) {
            _ = try SourceConnection(options, replication: true)
            Issue.record("something listens on port 1")
        } catch {
            #expect(error.kind == .unreachable)
            #expect(error.isPassing)
            #expect(!error.description.contains("\n"))
        }
    }

    @Test func `a statement that is wrong is refused with its state, and the connection lives on`() throws {
        let connection = try source.connect()
        do throws(SourceError) {
            try connection.query("SELECT no_such_column", to: "look")
            Issue.record("the server took a wrong statement")
        } catch {
            #expect(error.kind == .refused)
            #expect(error.sqlState == "42703")
        }
        #expect(try connection.query("SELECT 1 AS one", to: "look").first("one") == "1")
    }

    @Test func `the system says who it is and where its log stands`() throws {
        let system = try SourceSystem(source.connect())
        #expect(!system.systemIdentifier.isEmpty)
        #expect(system.database == source.options.database)
        #expect(system.logPosition > .zero)
    }

    @Test func `a slot is made, found and dropped, and then it is missing`() throws {
        let connection = try source.connect()
        let name = "client_tests"
        if try ReplicationSlot.find(name, on: connection) != nil { try ReplicationSlot.drop(name, on: connection) }
        let start = try ReplicationSlot.create(name, plugin: "mppdb_decoding", on: connection)
        let slot = try #require(try ReplicationSlot.find(name, on: connection))
        #expect(slot.plugin == "mppdb_decoding")
        #expect(slot.database == source.options.database)
        #expect(!slot.isActive)
        #expect(slot.confirmedPosition == start)
        try ReplicationSlot.drop(name, on: connection)
        #expect(try ReplicationSlot.find(name, on: connection) == nil)
        do throws(SourceError) {
            _ = try ChangeStream(connection, slot: name, from: .zero, options: StreamOptions())
            Issue.record("a missing slot was streamed from")
        } catch {
            #expect(error.kind == .slotMissing)
        }
    }

    @Test func `a slot that is streamed from is in use for another, and a committed row arrives whole`() throws {
        let control = try source.connect()
        let name = "client_tests_stream"
        if try ReplicationSlot.find(name, on: control) != nil { try ReplicationSlot.drop(name, on: control) }
        _ = try ReplicationSlot.create(name, plugin: "mppdb_decoding", on: control)
        let writer = try source.connect(replication: false)
        try writer.query("DROP TABLE IF EXISTS client_tests", to: "prepare")
        try writer.query("CREATE TABLE client_tests (id int PRIMARY KEY)", to: "prepare")
        try writer.query("INSERT INTO client_tests VALUES (7)", to: "write")
        let payloads = try stream(name, until: "client_tests")
        #expect(payloads.contains { $0.contains("\"columns_val\":[\"7\"]") })
        try writer.query("DROP TABLE client_tests", to: "clean up")
        try dropWhenFree(name, control)
    }

    /// The payloads up to the commit behind the first that names `wanted`. Meanwhile the slot is refused to others.
    private func stream(_ slot: String, until wanted: String) throws -> [String] {
        let stream = try ChangeStream(source.connect(), slot: slot, from: .zero, options: StreamOptions())
        do throws(SourceError) {
            let other = try SourceConnection(source.options, replication: true)
            _ = try ChangeStream(other, slot: slot, from: .zero, options: StreamOptions())
            Issue.record("two streams read one slot")
        } catch {
            #expect(error.kind == .slotInUse)
        }
        var payloads: [String] = []
        for _ in 0..<600 {
            stream.wait(milliseconds: 100)
            var batch = MessageBatch()
            _ = try stream.receive(into: &batch, limitBytes: 1 << 20)
            for case .data(_, let range) in batch.messages {
                payloads.append(String(decoding: batch.bytes[range], as: UTF8.self))
            }
            if payloads.contains(where: { $0.contains(wanted) }), payloads.last?.hasPrefix("COMMIT") == true { break }
        }
        return payloads
    }

    /// The server notices the end of a stream a moment later.
    private func dropWhenFree(_ slot: String, _ connection: SourceConnection) throws {
        for _ in 0..<600 where try ReplicationSlot.find(slot, on: connection)?.isActive == true { usleep(10_000) }
        try ReplicationSlot.drop(slot, on: connection)
    }
}
