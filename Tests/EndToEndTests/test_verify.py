"""`verify` finds every difference, none that is not there, and goes on where it was."""

import json
import stat
import time
from collections import Counter

from environment import until
from load import KeylessWriter, Sysbench, SysbenchWriter, TransferWriter
from planted import Planted
from process import EXIT_CONFIGURATION, EXIT_DATA, EXIT_DONE, EXIT_UNREACHABLE, EXIT_USAGE
from test_values import CASES, create_tables, write

EXIT_UNDECIDED = 75
DIFFERENCES = 1000


def verify(scenario, *options, expect, settle=1):
    """Runs it to its end; its events by kind."""
    result = scenario.run("verify", "--json", "--settle", settle, *options, timeout=600)
    assert result.returncode == expect, f"{result.returncode}, not {expect}:\n{result.stdout[-30000:]}{result.stderr[-3000:]}"
    return events_of(result.stdout)


def events_of(text):
    events = [json.loads(line) for line in text.splitlines()]
    return {kind: [event for event in events if event["event"] == kind] for kind in ("difference", "table", "summary")}


def differences(events):
    return Counter(
        (event["table"], event["kind"], tuple(event["key"].items()), tuple(event["columns"]))
        for event in events["difference"])


def test_every_planted_difference_is_found_and_mended(scenario):
    planted = Planted(scenario)
    clean = verify(scenario, expect=EXIT_DONE)
    assert clean["difference"] == [] and clean["summary"][0]["source_rows"] == 5 * planted.rows + 40
    methods = {event["table"]: event["method"] for event in clean["table"]}
    assert methods == {"wide": "ranges", "loose": "ranges", "pairs": "ranges", "coded": "buckets", "keyless": "multiset"}

    expected = Counter(planted.plant(DIFFERENCES))
    assert expected.total() == DIFFERENCES
    repair = scenario.directory / "repair.sql"
    found = verify(scenario, "--repair-sql", repair, expect=EXIT_DATA)
    assert differences(found) == expected
    assert found["summary"][0]["differences"] == DIFFERENCES
    assert stat.S_IMODE(repair.stat().st_mode) == 0o600
    assert not (scenario.spool / "verify.state").exists()

    scenario.on_target(*(line.removesuffix(";") for line in repair.read_text().splitlines() if not line.startswith("--")))
    assert verify(scenario, expect=EXIT_DONE)["difference"] == []


def test_nothing_is_reported_under_a_running_load(scenario):
    sysbench = Sysbench(scenario, tables=3, rows=300, threads=4)
    sysbench.prepare()
    writers = [SysbenchWriter(sysbench, events_per_run=200), TransferWriter(scenario), KeylessWriter(scenario)]
    for writer in writers[1:]:
        writer.prepare()
    scenario.on_source("CREATE TABLE quiet (id int PRIMARY KEY, word text)", "INSERT INTO quiet VALUES (1, 'a'), (2, 'b')")
    scenario.on_target("CREATE TABLE quiet (id INT PRIMARY KEY, word TEXT)", "INSERT INTO quiet VALUES (1, 'a'), (2, 'b')")
    scenario.done("create")
    scenario.start_both()
    for writer in writers:
        writer.start()
    until(lambda: all(writer.steps >= 2 or writer.failure for writer in writers), "for every writer to be at work")
    try:
        for _ in range(3):
            events = verify(scenario, "--tables", "*.sbtest*", "--tables", "giro", "--tables", "savings", "--tables",
                            "bookings", "--tables", "quiet", expect=EXIT_DONE, settle=30)
            assert events["difference"] == []
        # Of rows that come and go at every moment it may find nothing out, but never a difference.
        result = scenario.run("verify", "--json", "--settle", 5, "--tables", "keyless", timeout=600)
        assert result.returncode in (EXIT_DONE, EXIT_UNDECIDED), result.stdout + result.stderr
        assert {event["kind"] for event in events_of(result.stdout)["difference"]} <= {"unsettled"}

        scenario.on_target("UPDATE quiet SET word = 'B' WHERE id = 2")
        events = verify(scenario, "--tables", "public.q*", expect=EXIT_DATA, settle=30)
        assert differences(events) == {("quiet", "different", (("id", "2"),), ("word",)): 1}
        assert events["table"][0]["judged_by"] == "replay"
    finally:
        for writer in writers:
            writer.stop()
    scenario.on_target("UPDATE quiet SET word = 'b' WHERE id = 2")
    scenario.drain()
    assert verify(scenario, expect=EXIT_DONE)["difference"] == []


def test_what_replay_has_still_to_do_is_no_difference(scenario):
    scenario.on_source("CREATE TABLE one (id int PRIMARY KEY, word text)")
    scenario.on_target("CREATE TABLE one (id INT PRIMARY KEY, word TEXT)")
    scenario.done("create")
    scenario.on_source("INSERT INTO one VALUES (1, 'a')")
    scenario.drain()
    scenario.on_source("UPDATE one SET word = 'b'", "INSERT INTO one VALUES (2, 'c')")
    scenario.done("capture", "--until-lsn", scenario.source_position())
    events = verify(scenario, expect=EXIT_UNDECIDED)
    assert {event["kind"] for event in events["difference"]} == {"unsettled"}
    assert events["summary"][0] == {
        "event": "summary", "equal": False, "tables": 1, "source_rows": 2, "target_rows": 1, "differences": 0,
        "unsettled": 2}
    scenario.drain()
    verify(scenario, expect=EXIT_DONE)


def test_every_type_that_arrives_is_equal(scenario):
    create_tables(scenario, CASES)
    scenario.on_source("CREATE TABLE documents (id int PRIMARY KEY, value jsonb)")
    scenario.on_target("CREATE TABLE documents (id INT PRIMARY KEY, value JSON)")
    scenario.done("create")
    connection = scenario.source()
    write(connection, """INSERT INTO documents VALUES (1, '{"b": [1, 2.5, null, "é 😀", 1e2], "a": true}'), (2, NULL)""")
    for case in CASES:
        write(connection, f"INSERT INTO v_{case.name} VALUES (0, NULL)")
        for number, (literal, _) in enumerate(case.values, 1):
            write(connection, f"INSERT INTO v_{case.name} VALUES (%s, %s)", number, literal)
    connection.close()
    scenario.drain()
    events = verify(scenario, expect=EXIT_DONE)
    assert events["difference"] == [] and len(events["table"]) == len(CASES) + 1
    assert all(event["problems"] == [] for event in events["table"])
    # What lies in space is not compared, and that is said.
    assert {event["table"] for event in events["table"] if event["notes"]} == {"v_point"}


def test_a_killed_comparison_goes_on_where_it_was(scenario):
    rows = 100_000
    fill = f"SELECT i, 'word ' || i FROM generate_series(1, {rows}) AS i"
    scenario.on_source("CREATE TABLE many (id int PRIMARY KEY, word text)", f"INSERT INTO many {fill}", "ANALYZE many")
    scenario.on_target("CREATE TABLE many (id INT PRIMARY KEY, word TEXT)")
    scenario.copy_tables("many")
    scenario.on_target("UPDATE many SET word = 'other' WHERE id IN (1, 99999)")
    state = scenario.spool / "verify.state"
    repair = scenario.directory / "repair.sql"
    words = ("verify", "--json", "--settle", "1", "--repair-sql", repair)
    first = scenario.start(*words, "--rate", 20_000, log="killed")
    until(lambda: state.exists() and "\nopen\t" in state.read_text(), "for a noted place inside the table")
    first.kill()

    # The arguments are checked against the state: another repair file is another comparison.
    assert scenario.run("verify").returncode == EXIT_CONFIGURATION
    result = scenario.run(*words)
    assert result.returncode == EXIT_DATA and "going on where an earlier run was" in result.stderr
    events = events_of(result.stdout)
    # The row that the first run found is counted and mended, and not compared again.
    assert [event["key"] for event in events["difference"]] == [{"id": "99999"}]
    assert (events["summary"][0]["source_rows"], events["summary"][0]["differences"]) == (rows, 2)
    assert not state.exists()
    scenario.on_target(*(line.removesuffix(";") for line in repair.read_text().splitlines() if not line.startswith("--")))
    verify(scenario, expect=EXIT_DONE)


def test_sigterm_notes_the_place_and_fresh_begins_anew(scenario):
    scenario.on_source("CREATE TABLE many (id int PRIMARY KEY)", "INSERT INTO many SELECT generate_series(1, 20000)")
    scenario.on_target("CREATE TABLE many (id INT PRIMARY KEY)")
    scenario.copy_tables("many")
    state = scenario.directory / "place"
    running = scenario.start("verify", "--rate", 2_000, "--state", state)
    until(lambda: state.exists() and "\nopen\t" in state.read_text(), "for a noted place inside the table")
    assert running.stop() == EXIT_UNDECIDED and "goes on where it was" in running.said
    assert verify(scenario, "--state", state, "--fresh", expect=EXIT_DONE)["summary"][0]["source_rows"] == 20_000


def test_the_rate_is_a_bound(scenario):
    scenario.on_source("CREATE TABLE many (id int PRIMARY KEY)", "INSERT INTO many SELECT generate_series(1, 6000)")
    scenario.on_target("CREATE TABLE many (id INT PRIMARY KEY)")
    scenario.copy_tables("many")
    began = time.monotonic()
    verify(scenario, "--rate", 3000, expect=EXIT_DONE)
    assert time.monotonic() - began >= 2, "6,000 rows at 3,000 a second"


def test_nothing_is_not_called_equal(scenario):
    scenario.on_source("CREATE TABLE orders (id int PRIMARY KEY)")
    result = scenario.run("verify", "--tables", "public.ordres")
    assert result.returncode == EXIT_CONFIGURATION and "mend --tables" in result.stderr and "equal" not in result.stdout


def test_what_the_target_lacks_is_a_difference(scenario):
    scenario.on_source(
        "CREATE TABLE here (id int PRIMARY KEY, lost text, place point)", "CREATE TABLE gone (id int PRIMARY KEY)")
    scenario.on_target("CREATE TABLE here (id INT PRIMARY KEY, place POINT)")
    events = verify(scenario, expect=EXIT_DATA)
    found = {event["table"]: event for event in events["table"]}
    assert found["gone"]["problems"] == [f"the target has no table {scenario.name}.gone"]
    assert found["here"]["problems"] == [f"the target's table {scenario.name}.here has no column lost"]
    assert "place is not compared" in found["here"]["notes"][0]


def test_a_key_that_the_target_orders_in_another_way_is_still_compared(scenario):
    """The binary collation of MySQL pads with blanks, which come after some characters."""
    scenario.on_source(
        'CREATE TABLE words (word varchar(20) COLLATE "C" PRIMARY KEY)',
        "INSERT INTO words SELECT 'a' || chr(i) FROM generate_series(1, 60) AS i", "INSERT INTO words VALUES ('a')")
    scenario.on_target("CREATE TABLE words (word VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY)")
    fill_words(scenario)
    events = verify(scenario, expect=EXIT_DATA)
    assert events["table"][0]["method"] == "buckets"
    assert differences(events) == {("words", "missing", (("word", "a\x09"),), ()): 1}


def fill_words(scenario):
    """All but one."""
    with scenario.target() as connection, connection.cursor() as cursor:
        # 'a' and 'a ' are one key there.
        words = ["a" + chr(i) for i in range(1, 61) if i not in (9, 32)] + ["a"]
        cursor.executemany("INSERT INTO words VALUES (%s)", words)
    scenario.on_source("DELETE FROM words WHERE word = 'a '")


def test_wrong_words_and_servers_that_are_away(scenario):
    for words in (("--rate", "0"), ("--settle", "0"), ("--tables",)):
        assert scenario.run("verify", *words).returncode == EXIT_USAGE
    scenario.write_config(mysql={"port": 1})
    assert scenario.run("verify").returncode == EXIT_UNREACHABLE
    scenario.write_config(og_conn={"port": 1})
    assert scenario.run("verify").returncode == EXIT_UNREACHABLE
    state = scenario.directory / "no-state"
    state.write_text("something else\n")
    scenario.write_config()
    result = scenario.run("verify", "--state", state)
    assert result.returncode == EXIT_CONFIGURATION and str(state) in result.stderr
    assert state.read_text() == "something else\n"
