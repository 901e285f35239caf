"""Promise 7: memory grows but a little with the number of tables."""

TABLES = 3_000
# An idle replay takes about 20 MB, and three shapes of a table a few kilobytes each.
PEAK_KILOBYTES = {"capture": 60 << 10, "replay": 90 << 10}


def test_thousands_of_tables_take_little_memory(make_scenario, record_property):
    scenario = make_scenario("mariadb")
    # Many batches, each of which knows all tables that came before it.
    scenario.write_config(spool={"block_size_kilobytes": 16})
    columns = "(id int PRIMARY KEY, word text, amount {} (10,2), moment {})"
    scenario.on_source(*(f"CREATE TABLE t{number} {columns.format('numeric', 'timestamp')}" for number in range(TABLES)))
    scenario.on_target(*(f"CREATE TABLE t{number} {columns.format('decimal', 'datetime(6)')}" for number in range(TABLES)))
    scenario.done("create")
    scenario.on_source(
        *(f"INSERT INTO t{number} VALUES (1, 'a', 1.5, '2026-01-01'), (2, 'b', NULL, NULL)" for number in range(TABLES)),
        *(f"UPDATE t{number} SET word = 'c' WHERE id = 1" for number in range(TABLES)),
        *(f"DELETE FROM t{number} WHERE id = 2" for number in range(TABLES)))
    end = scenario.source_position()
    for verb in ("capture", "replay"):
        process = scenario.start(verb, "--until-lsn", end)
        assert process.wait(timeout=600) == 0, process.said
        record_property(f"{verb}_peak_megabytes", process.peak_kilobytes >> 10)
        assert 0 < process.peak_kilobytes < PEAK_KILOBYTES[verb], f"{verb} took {process.peak_kilobytes} kB"
    # A statement for every table would take minutes.
    for number in range(0, TABLES, 100):
        assert scenario.on_target(f"SELECT id, word FROM t{number}") == ((1, "c"),)
    rows = "SELECT SUM(transactions), SUM(row_changes) FROM reverse_migration_progress"
    assert scenario.on_target(rows) == ((3 * TABLES, 4 * TABLES),)
