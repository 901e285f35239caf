internal import ChangeModel
internal import OpenGaussClient
internal import TestSupport
internal import Testing

/// Any bytes end in a result or an error, never in a trap.
struct ServerBytesTests {
    private static let seed: [UInt8] = {
        var bytes = ScriptedPeer.message("R", [0, 0, 0, 0])
        bytes += ScriptedPeer.message("S", Array("server_version\09.2.4\0".utf8))
        bytes += ScriptedPeer.message("K", [0, 0, 0, 1, 0, 0, 0, 2]) + ScriptedPeer.message("Z", [73])
        bytes +=
            ScriptedPeer.message("T", ScriptedPeer.columns(["a"])) + ScriptedPeer.message("D", ScriptedPeer.row(["1"]))
        bytes += ScriptedPeer.message("C", Array("SELECT 1\0".utf8)) + ScriptedPeer.message("Z", [73])
        let header = [UInt8(ascii: "w")] + [UInt8](repeating: 0, count: 24)
        bytes += ScriptedPeer.message("d", header + [1, 2, 3])
        bytes += ScriptedPeer.message("d", [UInt8(ascii: "k")] + [UInt8](repeating: 0, count: 32))
        bytes += ScriptedPeer.message("d", header + [UInt8](repeating: 9, count: 3_000))
        return bytes
    }()

    @Test(arguments: [1, 2, 7, 64, 100_000])
    func `bytes mean the same in whatever pieces they come`(pieceBytes: Int) throws {
        let batch = try ServerBytes.parse(Self.seed, .openGauss, pieceBytes: pieceBytes)
        #expect(batch.messages.count == 3)
        #expect(batch.bytes == [1, 2, 3] + [UInt8](repeating: 9, count: 3_000))
    }

    @Test func `bytes that are cut anywhere yield what was whole before`() throws {
        for count in stride(from: 0, to: Self.seed.count, by: 3) {
            let batch = try ServerBytes.parse(Array(Self.seed.prefix(count)), .openGauss, pieceBytes: 50)
            #expect(batch.messages.count <= 3)
        }
    }

    @Test func `only data may be larger than the buffer`() {
        let start =
            ScriptedPeer.message("R", [0, 0, 0, 0]) + ScriptedPeer.message("Z", [73]) + ScriptedPeer.message("Z", [73])
        let notice = ScriptedPeer.message("N", Array("S\(String(repeating: "x", count: 2_000))\0".utf8) + [0])
        do throws(WireFailure) {
            _ = try ServerBytes.parse(start + notice, .openGauss, pieceBytes: 100)
            Issue.record("a remark larger than the buffer was taken")
        } catch {
            #expect(error.kind == .protocolViolation)
        }
    }

    @Test func `flipped bytes never trap`() {
        var generator = SeededGenerator(seed: 20_261_124)
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = Self.seed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<min(bytes.count, 300), using: &generator)] = .random(
                    in: 0...255,
                    using: &generator
                )
            }
            let layout: WireLayout = Bool.random(using: &generator) ? .openGauss : .postgreSQL
            do throws(WireFailure) {
                _ = try ServerBytes.parse(bytes, layout, pieceBytes: Int.random(in: 1...500, using: &generator))
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }
}
