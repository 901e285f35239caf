internal import ArgumentParser
internal import Capture
internal import ChangeModel
internal import MySQLClient
internal import OpenGaussClient
internal import Replay
internal import Settings
internal import Spool
internal import Testing

@testable import reverse_migration

struct ExitStatusTests {
    /// Testing has a type of the same name.
    typealias Status = reverse_migration.ExitStatus

    private static let position = LSN(1)
    private static let table = TableName(schema: "s", table: "t")
    private static let refusal = MySQLError(code: 1062, sqlState: "23000", operation: "x", serverMessage: "")

    private static func source(_ kind: SourceError.Kind) -> SourceError {
        SourceError(kind, operation: "x", message: "y")
    }

    @Test(arguments: [
        (SourceError.Kind.unreachable, Status.serverUnavailable), (.connectionLost, .serverUnavailable),
        (.accessDenied, .serverUnavailable), (.slotInUse, .serverUnavailable), (.refused, .serverUnavailable),
        (.slotMissing, .configuration), (.protocolViolation, .dataRefused),
    ])
    func `an error of the source has its code, met by a capture or elsewhere`(kind: SourceError.Kind, status: Status) {
        #expect(Status(for: Self.source(kind)) == status)
        #expect(Status(for: CaptureError.source(Self.source(kind))) == status)
    }

    @Test(arguments: [
        (SpoolError.system(operation: "x", path: "y", errorNumber: 5), Status.disk), (.diskFull(path: "x"), .disk),
        (.limitReached(directory: "x", limitBytes: 1), .disk), (.locked(directory: "x", holder: "1"), .disk),
        (.corrupt(path: "x", offset: 0, reason: "y"), .dataRefused),
        (.gap(directory: "x", after: position, next: position), .dataRefused),
        (.startsTooLate(directory: "x", first: position, wanted: position), .dataRefused),
        (.otherSource(directory: "x", spool: "y", configured: "z"), .configuration),
        (.empty(directory: "x"), .configuration),
    ])
    func `an error of the spool has its code, met by either half or elsewhere`(error: SpoolError, status: Status) {
        #expect(Status(for: error) == status)
        #expect(Status(for: CaptureError.spool(error)) == status)
        #expect(Status(for: ReplayError.spool(error)) == status)
    }

    @Test func `data that is refused is told from a server that is away`() {
        #expect(Status(for: ReplayError.target(Self.refusal)) == .serverUnavailable)
        #expect(Status(for: ReplayError.locked(stream: "s", target: "t")) == .serverUnavailable)
        #expect(
            Status(
                for: ReplayError.rowRefused(
                    table: Self.table,
                    keyColumns: [],
                    error: Self.refusal,
                    position: Self.position
                )
            )
                == .dataRefused
        )
        #expect(
            Status(for: ReplayError.tableMissing(table: Self.table, target: "t", position: Self.position))
                == .dataRefused
        )
        #expect(Status(for: CaptureError.recording(path: "r", reason: "s")) == .dataRefused)
        #expect(Status(for: CaptureError.spoolAhead(spool: Self.position, log: .zero, directory: "d")) == .dataRefused)
        #expect(Status(for: CaptureError.firstPosition(Self.position, reason: "r")) == .configuration)
        #expect(
            Status(for: CaptureError.settingChangesText(name: "n", value: "v", wanted: "w", database: "d"))
                == .configuration
        )
        #expect(Status(for: CaptureError.slotOfAnotherKind(slot: "s", reason: "r")) == .configuration)
    }

    @Test func `a wrong command line is a matter of usage, and what nobody thought of is a bug`() {
        struct Surprise: Error {}
        #expect(Status(for: ValidationError("x")) == .usage)
        #expect(Status(for: Surprise()) == .bug)
    }

    @Test(arguments: [
        (Status.done, 0, false), (.usage, 64, false), (.dataRefused, 65, false), (.serverUnavailable, 69, true),
        (.bug, 70, true),
        (.disk, 74, true), (.configuration, 78, false),
    ])
    func `only what may pass is worth a restart`(status: Status, code: Int32, isWorthARestart: Bool) {
        #expect(status.rawValue == code)
        #expect(status.exitCode.rawValue == code)
        #expect(status.isWorthARestart == isWorthARestart)
    }
}
