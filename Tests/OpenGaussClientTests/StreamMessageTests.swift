internal import ChangeModel
internal import OpenGaussClient
internal import Testing

struct StreamMessageTests {
    private static let position: [UInt8] = [0, 0, 0, 0x01, 0x02, 0x3C, 0x91, 0xE8]
    private static let otherPosition: [UInt8] = [0, 0, 0, 0x01, 0x02, 0x3C, 0x92, 0x00]
    private static let time: [UInt8] = [0, 2, 0xF2, 0xA1, 0, 0, 0, 1]

    private func parsed(_ bytes: [UInt8]) -> StreamMessage? {
        StreamMessage(bytes.span)
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
