"""Promise 7: memory does not grow with the size of a transaction."""

from process import Process

PEAK_KILOBYTES = 200 << 10
WORKERS = 4


def test_one_transaction_of_many_rows_stays_small_in_memory(scenario, soak, record_property):
    rows = 2_000_000 if soak else 300_000
    scenario.write_config(slot={"runnable_num": WORKERS})
    columns = "(id int PRIMARY KEY, number bigint, word varchar(100), moment timestamp(6) NULL)"
    scenario.on_source(f"CREATE TABLE giant {columns.replace(' NULL', '')}")
    scenario.on_target(f"CREATE TABLE giant {columns.replace('timestamp', 'datetime')}")
    scenario.done("create")
    scenario.on_source(
        "INSERT INTO giant SELECT i, i::bigint * 7919, repeat(md5(i::text), 3), timestamp '2026-01-01' + i * interval '1 ms'"
        f" FROM generate_series(1, {rows}) AS i")
    end = scenario.source_position()
    for verb in ("capture", "replay"):
        process = scenario.start(verb, "--until-lsn", end)
        assert process.wait(timeout=1800) == 0, process.said
        record_property(f"{verb}_peak_megabytes", process.peak_kilobytes >> 10)
        assert_small(process, verb)
    scenario.compare("giant")
    assert scenario.on_target("SELECT COUNT(*) FROM giant") == ((rows,),)


def assert_small(process: Process, verb):
    assert 0 < process.peak_kilobytes < PEAK_KILOBYTES, f"{verb} took {process.peak_kilobytes} kB"
