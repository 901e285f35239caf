internal import ChangeModel
internal import MySQLClient
internal import Testing

@testable import Replay

/// Which rows do not fit in which way, and what becomes of them.
struct RowPoliciesTests {
    private static let table = TableName(schema: "public", table: "orders")
    private static let position = LSN(0x23)

    private static func refusal(_ code: UInt32) -> ReplayError {
        // The others name tables, columns and keys alone.
        let message = code == 1062 ? "Duplicate entry 'secret-value' for key 'k'" : "names"
        let error = MySQLError(code: code, sqlState: "", operation: "run INSERT", serverMessage: message)
        return .rowRefused(table: table, keyColumns: ["id"], error: error, position: position)
    }

    private static func count(_ operation: String, _ found: UInt64) -> ReplayError {
        .rowCount(table: table, operation: operation, keyColumns: ["id"], found: found, position: position)
    }

    private static let kinds: [(ReplayError, RowMisfit?)] = [
        (count("UPDATE", 0), .missingRow), (count("DELETE", 0), .missingRow), (count("UPDATE", 2), .severalRows),
        (count("INSERT", 0), nil), (refusal(1062), .duplicateKey), (refusal(1452), .foreignKey),
        (refusal(1451), .foreignKey), (refusal(1406), .valueRefused), (refusal(3819), .valueRefused),
        (refusal(4025), .valueRefused), (refusal(1054), nil), (refusal(1153), nil),
        (
            .valueRefused(table: table, column: "note", reason: "it is no number", alteration: nil, position: position),
            .valueRefused
        ),
        (.warned(table: table, warning: "Note 1: a note", position: position), .valueRefused),
        (.identityMissing(table: table, operation: "DELETE", position: position), nil),
        (.displaced(stream: "s", table: "t"), nil),
        (.quarantineFull(table: table, rowsMax: 1, position: position), nil),
    ]

    @Test(arguments: kinds)
    func `an error is a misfit where the row is to blame and a policy may settle it`(
        error: ReplayError,
        misfit: RowMisfit?
    ) {
        #expect(RowMisfit(error) == misfit)
        #expect(!error.misfitReason.contains("secret"))
    }

    @Test func `only a statement that did something leaves traces`() {
        #expect(Self.count("UPDATE", 2).leavesTraces)
        #expect(ReplayError.warned(table: Self.table, warning: "w", position: Self.position).leavesTraces)
        #expect(!Self.count("UPDATE", 0).leavesTraces)
        #expect(!Self.refusal(1062).leavesTraces)
    }

    @Test func `the first rule that matches the table and names the kind holds, then the standard, then stop`() {
        let audit = TablePattern(schema: .glob("public"), table: .glob("audit_*"))
        let all = TablePattern(schema: .glob("*"), table: .glob("*"))
        let policies = RowPolicies(
            standard: [.missingRow: .quarantine, .duplicateKey: .quarantine],
            rules: [
                RowPolicies.Rule(tables: audit, policies: [.missingRow: .ignore]),
                RowPolicies.Rule(tables: all, policies: [.missingRow: .overwrite, .valueRefused: .ignore]),
            ]
        )
        let other = TableName(schema: "public", table: "audit_x")
        #expect(policies.policy(for: .missingRow, of: other) == .ignore)
        #expect(policies.policy(for: .missingRow, of: Self.table) == .overwrite)
        #expect(policies.policy(for: .valueRefused, of: other) == .ignore)
        #expect(policies.policy(for: .duplicateKey, of: other) == .quarantine)
        #expect(policies.policy(for: .foreignKey, of: other) == .stop)
    }

    @Test func `a quarantine is needed where something else than a stop may happen`() {
        #expect(!RowPolicies().needQuarantine)
        #expect(!RowPolicies(standard: [.missingRow: .stop]).needQuarantine)
        #expect(RowPolicies(standard: [.missingRow: .ignore]).needQuarantine)
        let all = TablePattern(schema: .glob("*"), table: .glob("*"))
        #expect(RowPolicies(rules: [.init(tables: all, policies: [.foreignKey: .quarantine])]).needQuarantine)
    }

    @Test func `a giant is begun again only where something new is known of it`() {
        let one = Suspicion(refused: [1: Self.refusal(1062)])
        #expect(Suspicion().isNews(after: nil))
        #expect(!Suspicion().isNews(after: Suspicion()))
        #expect(one.isNews(after: Suspicion()))
        #expect(!one.isNews(after: one))
        #expect(Suspicion(refused: one.refused, writesSingly: true).isNews(after: one))
    }
}
