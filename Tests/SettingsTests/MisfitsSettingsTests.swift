import Settings
import Testing

/// `replay.misfits` and what belongs to it.
struct MisfitsSettingsTests {
    @Test func policiesAreReadForAllTablesAndForSome() throws {
        let settings = try Sample.settings(
            Sample.minimal(
                "replay",
                "misfits: { missing_row: quarantine, tables: { public.audit_*: { missing_row: ignore }, '*.*': { foreign_key: stop } } }"
            )
        )
        let misfits = settings.replay.misfits
        #expect(misfits.policies == [.missingRow: .quarantine])
        #expect(misfits.tables.map(\.tables.description) == ["public.audit_*", "*.*"])
        #expect(misfits.tables.map(\.policies) == [[.missingRow: .ignore], [.foreignKey: .stop]])
    }

    @Test func withoutASectionEverythingStops() throws {
        let replay = try Sample.settings(Sample.minimal("replay", "load_data: true")).replay
        #expect(replay.misfits == MisfitsSettings())
        #expect(replay.quarantineRowsMax == 10_000)
    }

    @Test(arguments: [
        (
            "misfits: stop",
            "and of tables, with the same for each schema.table."
        ),
        ("misfits: { missing_ro: stop }", "replay.misfits has no key \"missing_ro\": did you mean missing_row?"),
        (
            "misfits: { missing_row: skip }",
            "replay.misfits: missing_row must be one of stop, quarantine, overwrite, ignore, not \"skip\"."
        ),
        (
            "misfits: { tables: { orders: { missing_row: stop } } }",
            "must be a section with one section for each schema.table, with * and ? as wildcards."
        ),
        (
            "quarantine_table: Reverse_Migration_Progress",
            "replay.quarantine_table and replay.progress_table must be two tables."
        ),
        (
            "policy_uses_table: reverse_migration_QUARANTINE",
            "replay.quarantine_table and replay.policy_uses_table must be two tables."
        ),
    ])
    func whatIsNoPolicyIsRefused(line: String, sentence: String) {
        let problems = Sample.problems(Sample.minimal("replay", line))
        #expect(problems.count == 1 && problems[0].hasSuffix(sentence), "\(problems)")
    }

    @Test(arguments: [RowMisfitKind.severalRows, .valueRefused, .foreignKey])
    func whatCannotBeOverwrittenIsRefused(kind: RowMisfitKind) {
        let problems = Sample.problems(Sample.minimal("replay", "misfits: { \(kind.rawValue): overwrite }"))
        let sentence =
            "replay.misfits: \(kind.rawValue) cannot be overwrite, for nothing says which row would have to give way: say one of"
            + " stop, quarantine, ignore."
        #expect(problems.count == 1 && problems[0].hasSuffix(sentence), "\(problems)")
    }
}
