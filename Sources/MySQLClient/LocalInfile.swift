internal import CMySQL
import Glibc

/// Answers a server that asks for a local file: with the bytes of the load under way, once, and otherwise with a refusal.
///
/// A server, or whoever stands between, may ask for any file as the answer to any statement. This handler takes the place of the
/// library's own on every connection, and it cannot open a file.
final class LocalInfile {
    private var content: UnsafeRawBufferPointer?

    /// The name that stands in the statement. The server repeats it; it means nothing else.
    static let name = "rows in memory"

    /// Called before the connection is opened. The handle lives no longer than this object.
    func answerRequests(of pointer: UnsafeMutablePointer<MYSQL>) {
        mysql_set_local_infile_handler(
            pointer,
            { reader, _, infile in LocalInfile.open(reader, infile) },
            { reader, buffer, count in LocalInfile.read(reader, buffer, count) },
            { reader in LocalInfile.close(reader) },
            { _, message, count in LocalInfile.explain(message, count) },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    /// Offers the bytes while `body` runs.
    func offering<Result>(_ content: UnsafeRawBufferPointer, _ body: () -> Result) -> Result {
        self.content = content
        defer { self.content = nil }
        return body()
    }
}

/// How far the bytes have been handed out.
private final class Reader {
    var rest: UnsafeRawBufferPointer
    init(_ content: UnsafeRawBufferPointer) { rest = content }
}

extension LocalInfile {
    private static let refusal = "no load is under way; the server asked for a file of this host and did not get it"

    private static func open(
        _ reader: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
        _ infile: UnsafeMutableRawPointer?
    ) -> Int32 {
        reader?.pointee = nil
        guard let infile, let reader else { return 1 }
        let offer = Unmanaged<LocalInfile>.fromOpaque(infile).takeUnretainedValue()
        guard let content = offer.content else { return 1 }
        offer.content = nil
        reader.pointee = Unmanaged.passRetained(Reader(content)).toOpaque()
        return 0
    }

    private static func read(
        _ reader: UnsafeMutableRawPointer?,
        _ buffer: UnsafeMutablePointer<CChar>?,
        _ count: UInt32
    ) -> Int32 {
        guard let reader, let buffer else { return -1 }
        let state = Unmanaged<Reader>.fromOpaque(reader).takeUnretainedValue()
        let taken = min(Int(count), state.rest.count)
        guard taken > 0, let start = state.rest.baseAddress else { return 0 }
        memcpy(buffer, start, taken)
        state.rest = UnsafeRawBufferPointer(rebasing: state.rest[taken...])
        return Int32(taken)
    }

    private static func close(_ reader: UnsafeMutableRawPointer?) {
        if let reader { Unmanaged<Reader>.fromOpaque(reader).release() }
    }

    private static func explain(_ message: UnsafeMutablePointer<CChar>?, _ count: UInt32) -> Int32 {
        if let message, count > 0 {
            let end = min(Int(count) - 1, refusal.utf8.count)
            for (index, byte) in refusal.utf8.prefix(end).enumerated() { message[index] = CChar(bitPattern: byte) }
            message[end] = 0
        }
        return Int32(ClientErrorCode.unknown)
    }
}
