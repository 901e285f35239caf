internal import ChangeDecoding
internal import ChangeModel
internal import OpenGaussClient
internal import Spool

/// One session with the source, before its stream: connected, identified, and asked for all that decoding depends on.
struct PreparedSource {
    let connection: SourceConnection
    let system: SourceSystem
    let slot: ReplicationSlot
    let identity: StreamIdentity
    private let options: CaptureOptions
    /// The database's `sql_compatibility`; nil where the server knows no such thing.
    private let compatibility: String?

    /// In a B-compatible database boolean columns are printed right only for clients of this name.
    private static let nameThatMendsBooleans = "gsql"

    init(_ options: CaptureOptions) throws(CaptureError) {
        do throws(SourceError) {
            var connection = try SourceConnection(options.source, replication: true)
            system = try SourceSystem(connection)
            compatibility = system.isOpenGauss ? try SourceCatalog(connection).setting("sql_compatibility") : nil
            if compatibility == "B", !options.stream.dialect.isParallel {
                var source = options.source
                source.applicationName = Self.nameThatMendsBooleans
                connection = try SourceConnection(source, replication: true)
            }
            self.connection = connection
            guard let slot = try ReplicationSlot.find(options.slot, on: connection) else {
                let operation = "stream from the slot \(options.slot)"
                throw SourceError(.slotMissing, operation: operation, message: "there is no such slot")
            }
            self.slot = slot
        } catch {
            throw .source(error)
        }
        self.options = options
        identity = StreamIdentity(
            systemIdentifier: system.systemIdentifier,
            database: system.database,
            slot: options.slot
        )
    }

    /// Refuses settings that change how values are spelled.
    func verifyTextSettings() throws(CaptureError) {
        let isParallel = options.stream.dialect.isParallel
        let asked: SourceConnection
        do throws(SourceError) {
            asked = isParallel ? try SourceConnection(options.source.asOtherSessions, replication: true) : connection
        } catch {
            throw .source(error)
        }
        try TextSettingsCheck.verify(isParallel: isParallel, database: system.database) { (name) throws(SourceError) in
            try SourceCatalog(asked).setting(name)
        }
    }

    /// What the decoder has to know of this source.
    func decoderOptions() throws(CaptureError) -> DecoderOptions {
        var decoding = DecoderOptions()
        decoding.dialect = options.stream.dialect
        decoding.encoding = connection.parameter("server_encoding") ?? "UTF8"
        decoding.refusesBooleans = compatibility == "B" && decoding.dialect.printsBooleansThroughTheirText
        guard decoding.dialect.needsNames else { return decoding }
        do throws(SourceError) {
            decoding.names = try SourceCatalog(connection).names()
        } catch {
            throw .source(error)
        }
        return decoding
    }
}
