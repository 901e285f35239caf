internal import ChangeModel
internal import Logging
internal import TestSupport
internal import Testing

@testable import Capture

struct RecordingFileTests {
    private let directory = TemporaryDirectory()

    private func file(_ bytes: [UInt8]) -> String {
        let path = directory.path(of: "stream.rec")
        ByteFile.write(bytes, to: path)
        return path
    }

    private static func message(_ bytes: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes
    }

    private static func data(_ position: UInt8, _ payload: String) -> [UInt8] {
        message(
            [UInt8(ascii: "w")] + [0, 0, 0, 0, 0, 0, 0, position] + [UInt8](repeating: 0, count: 16)
                + Array(payload.utf8)
        )
    }

    private static let keepalive = message([UInt8(ascii: "k"), 7] + [UInt8](repeating: 0, count: 31))

    private func refusal(_ bytes: [UInt8]) throws -> String {
        let path = file(bytes)
        let error = try #require(throws: CaptureError.self) {
            var recording = try RecordingFile(path: path)
            while try recording.next(limitBytes: 1) != nil {}
        }
        return "\(error)"
    }

    @Test(arguments: [1, 60, 1 << 20])
    func `messages come as they stand in the file, however they are cut into batches`(limitBytes: Int) throws {
        var recording = try RecordingFile(path: file(Self.data(3, "BEGIN 1") + Self.keepalive + Self.data(4, "")))
        var seen: [String] = []
        while let batch = try recording.next(limitBytes: limitBytes) {
            for message in batch.messages {
                switch message {
                case .data(let position, let range):
                    seen.append("\(position) \(String(decoding: batch.bytes[range], as: UTF8.self))")
                case .keepalive(let walEnd): seen.append("keepalive \(walEnd)")
                }
            }
        }
        #expect(seen == ["0/3 BEGIN 1", "keepalive 0/7", "0/4 "])
    }

    @Test func `an empty recording is one without messages`() throws {
        var recording = try RecordingFile(path: file([]))
        #expect(try recording.next(limitBytes: 1) == nil)
    }

    @Test func `what is damaged is named with its place`() throws {
        #expect(try refusal([0, 0]).contains("it ends within a length (at byte 0)"))
        #expect(
            try refusal(Self.keepalive + [0, 0, 0, 9, 1]).contains("it ends within a message of 9 bytes (at byte 37)")
        )
        #expect(try refusal([0, 0, 0, 0]).contains("a message of 0 bytes is impossible"))
        #expect(try refusal([255, 255, 255, 255]).contains("a message of 4294967295 bytes is impossible"))
        #expect(try refusal(Self.message([UInt8(ascii: "x")])).contains("neither data nor a keepalive"))
    }

    @Test func `a file that is not there is said so`() throws {
        let error = try #require(throws: CaptureError.self) { _ = try RecordingFile(path: directory.path(of: "none")) }
        #expect("\(error)".contains("No such file"))
    }

    @Test func `what was recorded is read again`() throws {
        let path = directory.path(of: "again.rec")
        let names = SourceNames(typeNames: [17_350: "uint1"], tables: [TableName(schema: "S x", table: "t")])
        do {
            let recorder = try MessageRecorder(
                path: path,
                names: names,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            for piece in [Self.data(3, "BEGIN 1"), Self.keepalive] {
                for byte in piece { withUnsafeBytes(of: byte) { recorder.append($0) } }
            }
        }
        var recording = try RecordingFile(path: path)
        #expect(try recording.next(limitBytes: 1 << 20)?.messages.count == 2)
        #expect(directory.fileNames == ["again.rec", "again.rec.names"])
    }
}
