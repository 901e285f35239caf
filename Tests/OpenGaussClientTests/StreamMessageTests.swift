internal import ChangeModel
internal import Testing

@testable import OpenGaussClient

struct StreamMessageTests {
    private static let position: [UInt8] = [0, 0, 0, 0x01, 0x02, 0x3C, 0x91, 0xE8]
    private static let otherPosition: [UInt8] = [0, 0, 0, 0x01, 0x02, 0x3C, 0x92, 0x00]
    private static let time: [UInt8] = [0, 2, 0xF2, 0xA1, 0, 0, 0, 1]

    private func parsed(_ bytes: [UInt8], _ layout: WireLayout = .postgreSQL) -> StreamMessage? {
        let span = bytes.span
        return try? StreamMessage(span, layout)
    }

    @Test func `data names the position it begins at, and its payload stands behind 25 bytes`() {
        let message = [UInt8(ascii: "w")] + Self.position + Self.otherPosition + Self.time + Array("BEGIN 1".utf8)
        #expect(parsed(message) == .data(position: LSN(0x1_023C_91E8), headerBytes: 25))
    }

    @Test func `data may have an empty payload`() {
        let message = [UInt8(ascii: "w")] + Self.position + Self.otherPosition + Self.time
        #expect(parsed(message) == .data(position: LSN(0x1_023C_91E8), headerBytes: 25))
    }

    @Test(arguments: [(UInt8(0), false), (1, true), (255, true)])
    func `a keepalive names the end of the log and whether it wants a reply`(flag: UInt8, wantsReply: Bool) {
        let message = [UInt8(ascii: "k")] + Self.position + Self.time + [flag]
        #expect(parsed(message) == .keepalive(walEnd: LSN(0x1_023C_91E8), wantsReply: wantsReply))
    }

    @Test func `a message that ends too soon is none, wherever it ends`() {
        let data = [UInt8(ascii: "w")] + Self.position + Self.otherPosition + Self.time
        let keepalive = [UInt8(ascii: "k")] + Self.position + Self.time + [0]
        for count in data.indices { #expect(parsed(Array(data.prefix(count))) == nil) }
        for count in keepalive.indices { #expect(parsed(Array(keepalive.prefix(count))) == nil) }
    }

    @Test func `a keepalive with a byte too many is none`() {
        #expect(parsed([UInt8(ascii: "k")] + Self.position + Self.time + [0, 0]) == nil)
    }

    @Test(arguments: [
        ("6ba01bae06000000000100000001000000679a2f0fea0303000001000000000000", LSN(0x6AE_1BA0), false),
        ("6b081cae0600000000010000000100000033f32f0fea0303000100000000000000", LSN(0x6AE_1C08), true),
    ])
    func `a keepalive that openGauss sent is read in its processor's order`(hex: String, walEnd: LSN, wish: Bool) throws
    {
        let bytes = try #require(Hexadecimal.decode(hex.utf8))
        #expect(parsed(bytes, .openGauss) == .keepalive(walEnd: walEnd, wantsReply: wish))
        #expect(parsed(bytes, .postgreSQL) == nil)
        for count in bytes.indices { #expect(parsed(Array(bytes.prefix(count)), .openGauss) == nil) }
    }

    @Test func `a keepalive of a wrong length is a violation that names both lengths`() {
        let bytes = [UInt8(ascii: "k")] + Self.position + Self.time + [0]
        let expected = WireFailure(.protocolViolation, "it sent a keepalive of 18 bytes, where 33 are expected")
        #expect(throws: expected) {
            let span = bytes.span
            _ = try StreamMessage(span, .openGauss)
        }
    }

    @Test(arguments: [
        (90_204, "", WireLayout.openGauss), (90_204, "PostgreSQL 9.2.4 (MogDB)", .openGauss),
        (150_018, "(openGauss 8.0)", .openGauss), (150_018, "PostgreSQL 15.18", .postgreSQL),
        (90_400, "PostgreSQL 9.4.0", .postgreSQL),
    ])
    func `the layout is the server's`(version: Int, text: String, layout: WireLayout) {
        #expect(WireLayout(serverVersion: version, versionText: text) == layout)
    }

    @Test(arguments: [
        ("9.2.4", 90_204), ("15.18 (Debian 15.18-0+deb12u1)", 150_018), ("9.4beta1", 90_400), ("17devel", 170_000),
        ("", 0), ("openGauss", 0), ("99999999999999999999.1", 100),
    ])
    func `a version is a number`(text: String, number: Int) {
        #expect(SourceConnection.number(text) == number)
    }

    @Test func `any other first byte is no message`() {
        let rest = Self.position + Self.otherPosition + Self.time
        for first in UInt8.min...UInt8.max where first != UInt8(ascii: "w") && first != UInt8(ascii: "k") {
            #expect(parsed([first] + rest) == nil)
        }
    }

    @Test func `the greatest position is read whole`() {
        let greatest = [UInt8](repeating: 0xFF, count: 8)
        #expect(
            parsed([UInt8(ascii: "k")] + greatest + greatest + [0]) == .keepalive(walEnd: LSN(.max), wantsReply: false)
        )
    }
}
