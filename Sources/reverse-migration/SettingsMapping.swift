import Capture
import MySQLClient
import OpenGaussClient
import Replay
import Settings
import Spool

/// The rooms take plain options and know nothing of the configuration file: here the one becomes the other.
extension Settings {
    var sourceOptions: SourceOptions {
        SourceOptions(
            host: source.hosts.joined(separator: ","),
            port: source.port,
            user: source.user,
            password: source.password.reveal(),
            database: source.database,
            sslMode: source.sslmode.rawValue,
            sslRootCertificate: source.sslrootcert,
            connectTimeoutSeconds: source.connectTimeoutSeconds
        )
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

    var replayOptions: ReplayOptions {
        var options = ReplayOptions(
            target: targetOptions,
            spoolDirectory: spool.directory,
            database: target.database
        )
        options.schemaMapping = mapping.schemas
        options.progressTable = replay.progressTable
        options.groupTransactions = replay.groupTransactions
        options.groupRows = replay.groupRows
        options.insertRowsPerStatement = replay.insertRowsPerStatement
        options.queueBytes = replay.queueMegabytes << 20
        options.pollIntervalMilliseconds = replay.pollIntervalMilliseconds
        options.checksForeignKeys = replay.foreignKeyChecks
        options.retryDelayMaxMilliseconds = replay.retryDelayMaxSeconds * 1_000
        options.progressIntervalMilliseconds = telemetry.progressIntervalSeconds * 1_000
        return options
    }
}
