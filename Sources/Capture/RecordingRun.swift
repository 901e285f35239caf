internal import ChangeDecoding
internal import ChangeModel
internal import Glibc
internal import OpenGaussClient
internal import Spool
internal import Threading

/// A capture from a recording: the same decoder and spool, and no source. It ends with the file.
extension CaptureRun {
    /// What stands for the source's system identifier in the spool of a recording.
    private static let systemIdentifier = "recording"
    private static let batchBytes = 256 << 10
    /// A file of names is a few hundred bytes a type or table.
    private static let namesBytesMax = 64 << 20

    func runRecording(_ path: String) throws(CaptureError) -> LSN? {
        var file = try RecordingFile(path: path)
        let decoder = try Self.decoder(try decoderOptions(path), nil)
        let identity = StreamIdentity(
            systemIdentifier: Self.systemIdentifier,
            database: options.source.database,
            slot: options.slot
        )
        let keeper = try openSpool(identity, from: .zero)
        try keeper.requireOwner(identity)
        try keeper.beginStream(decoder)
        while !stop.isRequested, let batch = try file.next(limitBytes: Self.batchBytes) { try keeper.take(batch) }
        try keeper.finish()
        return keeper.durable.value
    }

    private func decoderOptions(_ path: String) throws(CaptureError) -> DecoderOptions {
        var decoding = DecoderOptions()
        decoding.dialect = options.stream.dialect
        decoding.encoding = options.recordingEncoding
        let namesPath = path + MessageRecorder.namesSuffix
        // Without them a type is called by its number, which is the most that is known.
        guard access(namesPath, R_OK) == 0 else {
            decoding.allowsUnknownTypes = true
            return decoding
        }
        do {
            decoding.names = try SourceNamesText.parse(Self.content(namesPath))
        } catch {
            throw .recording(path: namesPath, reason: "\(error)")
        }
        return decoding
    }

    private static func content(_ path: String) throws(CaptureError) -> [UInt8] {
        guard let file = fopen(path, "r") else {
            throw .recording(path: path, reason: String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
            content += chunk[..<count]
            guard content.count <= namesBytesMax else { throw .recording(path: path, reason: "it is too large") }
        }
        return content
    }
}
