internal import ChangeDecoding
internal import ChangeModel
internal import Glibc
internal import Logging

/// Writes every message of a stream into a file as it came, each behind its length (u32, big-endian): `--record`.
///
/// A recording is for reports and never worth a capture: what cannot be written ends the recording, with a warning, and nothing else.
/// Used by the receiving thread only.
final class MessageRecorder: @unchecked Sendable {
    private let path: String
    private let log: Logger
    private var file: UnsafeMutablePointer<FILE>?

    /// Beside a recording stands what the source's catalogue called its types and tables.
    static let namesSuffix = ".names"

    /// Overwrites `path`; only its owner may read what is recorded, because rows stand in it.
    init(path: String, names: SourceNames, log: Logger) throws(CaptureError) {
        let catalogue = try Self.create(path + Self.namesSuffix)
        let text = Array(SourceNamesText.text(names).utf8)
        let written = fwrite(text, 1, text.count, catalogue)
        guard fclose(catalogue) == 0, written == text.count else { throw Self.failure(path + Self.namesSuffix) }
        file = try Self.create(path)
        self.path = path
        self.log = log
    }

    private static func create(_ path: String) throws(CaptureError) -> UnsafeMutablePointer<FILE> {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0, let file = fdopen(descriptor, "w") else { throw failure(path) }
        return file
    }

    private static func failure(_ path: String) -> CaptureError {
        .recording(path: path, reason: "it cannot be written: \(String(cString: strerror(errno)))")
    }

    deinit {
        if let file { fclose(file) }
    }

    /// Takes the next piece of a recording: lengths and messages as they stand in the file.
    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let open = file, !bytes.isEmpty, fwrite(bytes.baseAddress, 1, bytes.count, open) != bytes.count else {
            return
        }
        log.warning("the recording \(path) ends here: \(String(cString: strerror(errno))); the capture goes on")
        fclose(open)
        file = nil
    }
}
