internal import Testing

@testable import OpenGaussClient

/// Our parser and our answers against what a real server and its client said.
struct RecordedHandshakeTests {
    @Test(arguments: RecordedHandshake.all)
    func `our startup message is the recorded one`(handshake: RecordedHandshake) {
        var parameters = [
            (name: "user", value: handshake.user), ("database", handshake.database), ("application_name", "rec"),
            ("client_encoding", "UTF8"),
        ]
        if handshake.isReplication { parameters.append(("replication", "database")) }
        let ours = FrontendMessage.startup(minorVersion: handshake.minorVersion, parameters)
        #expect(ours == handshake.turns[0])
    }

    @Test(arguments: RecordedHandshake.all)
    func `our answer is the recorded one, and the server's verdict is understood`(handshake: RecordedHandshake) throws {
        let turns = handshake.turns
        var login = LoginExchange(user: handshake.user, password: handshake.password, isPrivate: false)
        let demand = try #require(Self.messages(Self.withoutSignature(turns[1])).first)
        #expect(try login.take(demand) == .answer(turns[2]))
        let verdict = Self.messages(turns[3])
        if verdict[0].letter == "E" {
            let expected = WireFailure(.accessDenied, sqlState: "28P01", "Invalid username/password,login denied.")
            #expect(throws: expected) { try login.take(verdict[0]) }
        } else {
            for message in verdict.dropLast() { #expect(try login.take(message) == .goOn) }
            #expect(try login.take(verdict[verdict.count - 1]) == .ready)
            #expect(login.parameters["server_version"] == "9.2.4")
        }
    }

    /// Only a client of protocol 3.0 is sent the server's signature; the wrong password, or another iteration count, makes it wrong.
    @Test(arguments: RecordedHandshake.all.filter { withoutSignature($0.turns[1]) != $0.turns[1] })
    func `a server's signature is right exactly where the login succeeded`(handshake: RecordedHandshake) throws {
        let turns = handshake.turns
        var login = LoginExchange(user: handshake.user, password: handshake.password, isPrivate: false)
        let demand = Self.messages(turns[1])[0]
        if Self.messages(turns[3])[0].letter == "R" {
            #expect(try login.take(demand) == .answer(turns[2]))
        } else {
            do throws(WireFailure) {
                _ = try login.take(demand)
                Issue.record("a wrong signature was believed")
            } catch {
                #expect(error.kind == .accessDenied)
            }
        }
    }

    @Test func `every kind of login was recorded`() {
        let codes = Set(RecordedHandshake.all.map { $0.turns[1][8] })
        #expect(codes == [5, 10, 11, 13])
        #expect(RecordedHandshake.all.count == 64)
    }

    /// The messages that a turn is made of.
    private static func messages(_ bytes: [UInt8]) -> [BackendMessage] {
        var messages: [BackendMessage] = []
        var rest = bytes[...]
        while rest.count >= 5 {
            let length = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
            messages.append(BackendMessage(rest[rest.startIndex], Array(rest.dropFirst(5).prefix(length - 4))))
            rest = rest.dropFirst(1 + length)
        }
        return messages
    }

    /// The demand as a server sends it that does not prove itself.
    private static func withoutSignature(_ demand: [UInt8]) -> [UInt8] {
        // Letter, length, code, method, salt, token, and then the signature.
        guard demand.count == 1 + 4 + 4 + 4 + 64 + 8 + 64 else { return demand }
        let short = demand.dropLast(64)
        return [short[0], 0, 0, 0, UInt8(short.count - 1)] + short.dropFirst(5)
    }
}
