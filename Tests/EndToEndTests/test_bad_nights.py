"""What goes wrong at night is told in one sentence that names the thing, with the documented exit code, no secrets."""

import json
import re
import socket

import psycopg2.extras
import pytest

from environment import until
from process import EXIT_CONFIGURATION, EXIT_DATA, EXIT_DISK, EXIT_UNREACHABLE

WRONG_PASSWORD = "wrong-Passw0rd"
ROW_VALUE = "row-value-that-nobody-may-read"
NO_STACK = r"(?i)fatal error|stack dump|backtrace|traceback|swift/|\.swift:\d+|Optional\(|Error\("


@pytest.fixture
def night(scenario):
    """A scenario with one table on both sides and its slot, before anything runs."""
    scenario.on_source("CREATE TABLE guests (id int PRIMARY KEY, name text)")
    scenario.on_target("CREATE TABLE guests (id int PRIMARY KEY, name text)")
    scenario.done("create")
    return scenario


def assert_told(result, codes, *words):
    """One sentence with all the words, an exit code of those, and nothing that must not be said."""
    said = result.stdout + result.stderr
    assert result.returncode in codes, f"exit code {result.returncode}: {said}"
    complaint = result.stderr.strip().splitlines()[-1]
    for word in words:
        assert word in complaint, f"{word} is not in: {complaint}"
    assert not re.search(NO_STACK, said), said
    assert ROW_VALUE not in said and WRONG_PASSWORD not in said


def capture_then_replay(night):
    """Captures what the source has, and lets replay run into its trouble."""
    end = night.source_position()
    night.done("capture", "--until-lsn", end)
    result = night.run("replay", "--until-lsn", end)
    for password in (night.variable("source", "PASSWORD"), night.variable(night.kind, "PASSWORD")):
        assert password not in result.stdout + result.stderr
    return result


def test_a_wrong_password_of_the_source(night):
    night.write_config(og_conn={"password": WRONG_PASSWORD})
    assert_told(night.run("capture"), {EXIT_UNREACHABLE}, night.variable("source", "USER"))


def test_a_wrong_password_of_the_target(night):
    night.write_config(mysql={"password": WRONG_PASSWORD})
    assert_told(night.run("replay"), {EXIT_UNREACHABLE}, night.variable(night.kind, "USER"))


def test_status_says_nothing_of_a_side_that_cannot_be_asked(night):
    night.on_source("INSERT INTO guests VALUES (1, 'a')")
    night.drain()
    night.write_config(og_conn={"password": WRONG_PASSWORD}, mysql={"password": WRONG_PASSWORD})
    status = json.loads(night.done("status", "--json"))
    known = {key for key, value in status["capture"].items() if value is not None}
    assert known == {"position", "last_commit_time", "segments", "bytes"}, "what the spool says"
    for part in ("source", "replay", "quarantine", "lag"):
        assert set(status[part].values()) == {None}, part
    assert len(status["troubles"]) == 2 and not re.search(WRONG_PASSWORD, str(status))
    lines = night.done("status").splitlines()
    assert lines[0] == "source   not known" and lines[1].startswith("capture  not known to run, durable up to ")
    assert lines[2:4] == ["replay   not known to run, how far is not known", "lag      unknown"]


def test_the_verb_that_failed_is_named_as_it_was_typed(night):
    night.write_config(mysql={"password": WRONG_PASSWORD})
    assert_told(night.run("quarantine", "drop", "1"), {EXIT_UNREACHABLE}, "reverse-migration quarantine drop: ")
    assert_told(night.run("quarantine", "ls"), {EXIT_UNREACHABLE}, "reverse-migration quarantine ls: ")
    assert_told(night.run("replay"), {EXIT_UNREACHABLE}, "reverse-migration replay: ")


def test_a_slot_that_does_not_exist(night):
    night.write_config(slot={"name": "never_made"})
    assert_told(night.run("capture"), {EXIT_CONFIGURATION, EXIT_UNREACHABLE}, "never_made", "create")


def test_a_slot_that_another_reads(night):
    options = {"include-xids": "on"}
    with psycopg2.connect(
        host=night.variable("source", "HOST"), port=night.variable("source", "PORT"), dbname=night.name,
        user=night.variable("source", "USER"), password=night.variable("source", "PASSWORD"),
        connection_factory=psycopg2.extras.LogicalReplicationConnection,
    ) as other:
        other.cursor().start_replication(slot_name=night.name, decode=False, options=options)
        assert_told(night.run("capture"), {EXIT_UNREACHABLE}, night.name)
    other.close()


def test_a_spool_that_another_capture_writes(night):
    night.start_both()
    night.on_source(f"INSERT INTO guests VALUES (1, '{ROW_VALUE}')")
    until(lambda: night.on_target("SELECT COUNT(*) FROM guests") == ((1,),), "for the first row")
    assert_told(night.run("capture"), {EXIT_CONFIGURATION, EXIT_DISK}, str(night.spool))
    night.drain()
    night.compare("guests")


def test_a_table_that_the_target_lacks(night):
    night.on_target("DROP TABLE guests")
    night.on_source(f"INSERT INTO guests VALUES (1, '{ROW_VALUE}')")
    assert_told(capture_then_replay(night), {EXIT_DATA}, "guests", night.name)


def test_a_column_that_the_target_lacks(night):
    night.on_target("ALTER TABLE guests DROP COLUMN name")
    night.on_source(f"INSERT INTO guests VALUES (1, '{ROW_VALUE}')")
    assert_told(capture_then_replay(night), {EXIT_DATA}, "guests", "name")


@pytest.mark.parametrize("change", ["UPDATE guests SET name = 'x' WHERE id = 1", "DELETE FROM guests WHERE id = 1"])
def test_a_row_that_the_target_lacks(night, change):
    night.on_source(f"INSERT INTO guests VALUES (1, '{ROW_VALUE}')")
    assert capture_then_replay(night).returncode == 0
    night.on_target("DELETE FROM guests")
    night.on_source(change)
    assert_told(capture_then_replay(night), {EXIT_DATA}, "guests")
    assert night.on_target("SELECT COUNT(*) FROM guests") == ((0,),)


def test_a_row_that_the_target_has_already(night):
    night.on_target("INSERT INTO guests VALUES (1, 'somebody else')")
    night.on_source(f"INSERT INTO guests VALUES (1, '{ROW_VALUE}')")
    assert_told(capture_then_replay(night), {EXIT_DATA}, "guests")
    assert night.on_target("SELECT name FROM guests") == (("somebody else",),)


def test_after_the_cause_is_gone_it_goes_on_where_it_stopped(night):
    night.on_target("INSERT INTO guests VALUES (2, 'in the way')")
    night.on_source("INSERT INTO guests VALUES (1, 'a')", "INSERT INTO guests VALUES (2, 'b')",
                    "INSERT INTO guests VALUES (3, 'c')")
    assert capture_then_replay(night).returncode == EXIT_DATA
    night.on_target("DELETE FROM guests WHERE name = 'in the way'")
    assert capture_then_replay(night).returncode == 0
    night.compare("guests")


def test_a_target_that_may_only_be_read(night):
    reader, password = night.name[:20], "reader-Passw0rd"
    night.on_target(f"CREATE USER '{reader}'@'%' IDENTIFIED BY '{password}'",
                    f"GRANT ALL PRIVILEGES ON `{night.name}`.* TO '{reader}'@'%'")
    night.write_config(mysql={"user": reader, "password": password})
    night.on_source(f"INSERT INTO guests VALUES (1, '{ROW_VALUE}')")
    night.on_target("SET GLOBAL read_only = 1")
    try:
        result = capture_then_replay(night)
    finally:
        night.on_target("SET GLOBAL read_only = 0")
    assert_told(result, {EXIT_DATA, EXIT_UNREACHABLE}, "read")
    assert password not in result.stdout + result.stderr
    assert capture_then_replay(night).returncode == 0


@pytest.mark.parametrize(("verb", "section"), [("capture", "og_conn"), ("replay", "mysql")])
def test_a_server_that_is_not_there(night, verb, section):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        night.write_config(**{section: {"port": port}})
        assert_told(night.run(verb), {EXIT_UNREACHABLE}, str(port))


def test_check_names_what_is_missing(night):
    night.on_source("CREATE TABLE nameless (a int)", "CREATE TABLE missing (id int PRIMARY KEY)")
    night.on_target("CREATE TABLE nameless (a int)", "ALTER TABLE guests DROP COLUMN name")
    result = night.run("check")
    said = result.stdout + result.stderr
    assert result.returncode != 0, said
    for word in ("missing", "nameless", "REPLICA IDENTITY", "name"):
        assert word in said
    assert not re.search(NO_STACK, said)
