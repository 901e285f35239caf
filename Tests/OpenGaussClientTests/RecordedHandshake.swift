internal import FoundationEssentials
internal import OpenGaussClient
internal import TestSupport

/// A login that a real openGauss 6 took part in, byte for byte, with the password that the client used.
struct RecordedHandshake: Decodable, CustomStringConvertible {
    let name: String
    let user: String
    let password: String
    let database: String
    let `protocol`: String
    let messages: [Message]

    struct Message: Decodable {
        let dir: String
        let hex: String
    }

    var description: String { name }
    var minorVersion: UInt8 { UInt8(`protocol`.split(separator: ".").last ?? "") ?? 0 }
    var isReplication: Bool { name.hasSuffix("_repl") }

    /// The bytes of each turn, the client's first.
    var turns: [[UInt8]] { messages.map { Self.bytes($0.hex) } }

    static let all: [RecordedHandshake] = Fixture.text("handshakes/handshakes.jsonl").split(separator: "\n").map {
        line in
        do {
            return try JSONDecoder().decode(RecordedHandshake.self, from: Data(line.utf8))
        } catch {
            fatalError("a line of the handshakes cannot be read: \(error)")
        }
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8).map {
            $0 < UInt8(ascii: "a") ? $0 - UInt8(ascii: "0") : $0 - UInt8(ascii: "a") + 10
        }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
