internal import ChangeModel
internal import Glibc
internal import MySQLClient
internal import Spool
internal import TestSupport
internal import Testing

@testable import Replay

/// `Tests/Fixtures/sentences/replay.txt` holds every sentence of `ReplayError`, for those who review what users read. With
/// `UPDATE_DOCUMENTATION=1` in the environment it is written anew.
struct ReplayErrorSentenceTests {
    private static let others: [ReplayError] = [
        .target(ReplayErrorTests.duplicate),
        .commit(ReplayErrorTests.duplicate),
        .spool(.empty(directory: "spool")),
        .locked(stream: "7001/shop/night", target: "db:3306"),
        .displaced(stream: "7001/shop/night", table: "`shop`.`reverse_migration_progress`"),
        .giantRefused(position: ReplayErrorTests.position, Suspicion()),
        .refusedAfterwards(position: ReplayErrorTests.position),
        .heldRowWithoutPlace(identifier: 5, table: "public.orders", reason: "its change is not as replay wrote it"),
        .schemaChanged(kind: "ALTER TABLE", position: ReplayErrorTests.position),
    ]

    @Test func `the page holds every sentence`() throws {
        let text = (Self.others + ReplayErrorTests.ofRows).map { "\(Self.title($0)): \($0)\n" }.joined(separator: "\n")
        if getenv("UPDATE_DOCUMENTATION") != nil { ByteFile.write(Array(text.utf8), to: path) }
        #expect(
            ByteFile.text(path) == text,
            "UPDATE_DOCUMENTATION=1 swift test --filter ReplayErrorSentenceTests writes it anew"
        )
    }

    @Test func `every kind of error has a sentence in it`() throws {
        let text = ByteFile.text(path)
        for title in Self.titles { #expect(text.contains("\(title): ") || text.hasPrefix("\(title): "), "\(title)") }
    }

    /// A new case does not compile before it is named here; `titles` and one of the lists want it too.
    private static func title(_ error: ReplayError) -> String {
        switch error {
        case .target: "target"
        case .commit: "commit"
        case .spool: "spool"
        case .locked: "locked"
        case .tableMissing: "tableMissing"
        case .columnsMissing: "columnsMissing"
        case .columnUnfilled: "columnUnfilled"
        case .columnsCollide: "columnsCollide"
        case .targetShared: "targetShared"
        case .targetReserved: "targetReserved"
        case .truncated: "truncated"
        case .truncationShared: "truncationShared"
        case .typeUnsupported: "typeUnsupported"
        case .valueRefused: "valueRefused"
        case .rowRefused: "rowRefused"
        case .warned: "warned"
        case .rowCount: "rowCount"
        case .identityMissing: "identityMissing"
        case .displaced: "displaced"
        case .giantRefused: "giantRefused"
        case .schemaChanged: "schemaChanged"
        case .refusedAfterwards: "refusedAfterwards"
        case .rowTooLarge: "rowTooLarge"
        case .quarantineFull: "quarantineFull"
        case .tooMuchDeferred: "tooMuchDeferred"
        case .keysUnknown: "keysUnknown"
        case .orderUnknown: "orderUnknown"
        case .overwriteImpossible: "overwriteImpossible"
        case .heldRowWithoutPlace: "heldRowWithoutPlace"
        }
    }

    private static let titles = [
        "target", "commit", "spool", "locked", "tableMissing", "columnsMissing", "columnUnfilled", "columnsCollide",
        "targetShared", "targetReserved", "truncated", "truncationShared", "typeUnsupported", "valueRefused",
        "rowRefused", "warned", "rowCount", "identityMissing", "displaced", "giantRefused", "schemaChanged",
        "refusedAfterwards", "rowTooLarge", "quarantineFull", "tooMuchDeferred", "keysUnknown", "orderUnknown",
        "overwriteImpossible", "heldRowWithoutPlace",
    ]

    private var path: String {
        "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/sentences/replay.txt"
    }
}
