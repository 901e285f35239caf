import Capture
import ChangeModel
import MySQLClient
import OpenGaussClient
import Replay
import Settings
import Spool

/// The rooms take plain options and know nothing of the configuration file: here the one becomes the other.
extension Settings {
    var sourceOptions: SourceOptions {
        var options = SourceOptions(
            hosts: source.hosts,
            port: source.port,
            user: source.user,
            password: source.password.reveal(),
            database: source.database,
            sslMode: source.sslmode.rawValue,
            sslRootCertificate: source.sslrootcert,
            connectTimeoutSeconds: source.connectTimeoutSeconds
        )
        options.sslCertificate = source.sslcert
        options.sslKey = source.sslkey
        options.role = slot.standbyConnection ? .standby : .primary
        return options
    }

    var targetOptions: MySQLOptions {
        MySQLOptions(
            host: target.host,
            port: target.port,
            user: target.user,
            password: target.password.reveal(),
            database: target.database,
            connectTimeoutSeconds: UInt32(target.connectTimeoutSeconds)
        )
    }

    var captureOptions: CaptureOptions {
        var options = CaptureOptions(source: sourceOptions, slot: slot.name, spoolDirectory: spool.directory)
        options.plugin = slot.decoding
        options.stream = StreamOptions(
            includesTransactionIdentifiers: slot.includeXids,
            skipsEmptyTransactions: slot.skipEmptyXacts,
            whiteTableList: slot.whiteTableList,
            standbyConnection: slot.standbyConnection
        )
        options.stream.parallelDecodeThreads = slot.parallelDecodeNum
        options.stream.decodeStyle = slot.decodeStyle.rawValue.utf8.first ?? UInt8(ascii: "b")
        options.stream.sendsBatches = slot.sendingBatch == 1
        options.firstPosition = LSN(slot.waitLSN)
        options.recordingEncoding = source.charset
        options.heartbeatTable = capture.heartbeatTable.map(Self.tableName)
        options.heartbeatIntervalMilliseconds = capture.heartbeatIntervalSeconds * 1_000
        options.spool = SpoolOptions(
            blockBytes: spool.blockSizeKilobytes << 10,
            segmentBytes: UInt64(spool.segmentSizeMegabytes) << 20,
            sizeLimitBytes: UInt64(spool.sizeLimitMegabytes) << 20,
            writer: "reverse-migration " + ReverseMigration.version
        )
        options.flushIntervalMilliseconds = spool.flushIntervalMilliseconds
        options.queueBytes = capture.queueMegabytes << 20
        options.feedbackIntervalMilliseconds = capture.feedbackIntervalMilliseconds
        options.reconnectDelayMaxMilliseconds = capture.reconnectDelayMaxSeconds * 1_000
        options.progressIntervalMilliseconds = telemetry.progressIntervalSeconds * 1_000
        return options
    }

    /// The configuration has checked that there is one dot.
    private static func tableName(_ text: String) -> TableName {
        let parts = text.split(separator: ".", maxSplits: 1)
        return TableName(schema: String(parts[0]), table: String(parts[1]))
    }

    var replayOptions: ReplayOptions {
        var options = ReplayOptions(
            target: targetOptions,
            spoolDirectory: spool.directory,
            database: target.database
        )
        options.mapping = tableMapping
        options.valuePolicies = valuePolicies
        options.rowPolicies = rowPolicies
        options.quarantineTable = replay.quarantineTable
        options.quarantineRowsMax = replay.quarantineRowsMax
        options.deferredBytes = replay.deferredMegabytes << 20
        options.policyUsesTable = replay.policyUsesTable
        options.progressTable = replay.progressTable
        options.groupTransactions = replay.groupTransactions
        options.groupRows = replay.groupRows
        options.workerCount = replayWorkers
        options.commitsInSourceOrder = replay.commitOrder == .source
        options.loadsData = replay.loadData
        options.insertRowsPerStatement = replay.insertRowsPerStatement
        options.queueBytes = replay.queueMegabytes << 20
        options.pollIntervalMilliseconds = replay.pollIntervalMilliseconds
        options.checksForeignKeys = replay.foreignKeyChecks
        options.stopsAtSchemaChanges = replay.schemaChanges == .stop
        options.truncations = truncationPolicy
        options.leavesOutNewColumns = replay.newColumns == .ignore
        options.retryDelayMaxMilliseconds = replay.retryDelayMaxSeconds * 1_000
        options.progressIntervalMilliseconds = telemetry.progressIntervalSeconds * 1_000
        return options
    }

    private var truncationPolicy: TruncationPolicy {
        switch replay.truncate {
        case .apply: .apply
        case .stop: .stop
        case .ignore: .ignore
        }
    }

    private var valuePolicies: ValuePolicies {
        let policy = { (chosen: MisfitPolicy) -> ValuePolicy in
            switch chosen {
            case .error: .error
            case .clamp: .clamp
            case .null: .null
            case .text: .text
            }
        }
        return ValuePolicies(
            standard: policy(values.standard),
            byType: values.types.mapValues(policy),
            byColumn: values.columns.mapValues(policy),
            writesArraysAsJSON: values.arrays == .json
        )
    }
}
