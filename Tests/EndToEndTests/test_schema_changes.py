"""Tables of the source that change, TRUNCATE and DDL, under each policy: stopped with the statement that mends it, or gone on with a line in the log."""

import json
import re
import struct

import pytest

from environment import until
from process import EXIT_DATA

SECRET = "secret-value"


@pytest.fixture
def guests(scenario):
    """One table on both sides, with a row that is applied already."""
    scenario.on_source("CREATE TABLE guests (id int PRIMARY KEY, name text)")
    scenario.on_target("CREATE TABLE guests (id int PRIMARY KEY, name longtext)")
    scenario.done("create")
    scenario.on_source("INSERT INTO guests VALUES (1, 'a')")
    return scenario


def captured(scenario):
    """The source's present end, once the spool has everything up to it."""
    end = scenario.source_position()
    scenario.done("capture", "--until-lsn", end)
    return end


def replayed(scenario):
    """What replay says of all that the source has sent."""
    result = scenario.run("replay", "--until-lsn", captured(scenario))
    assert result.returncode == 0, result.stderr
    return result.stderr


def stopped(scenario):
    """The sentence that ends the replay of all that the source has sent."""
    result = scenario.run("replay", "--until-lsn", captured(scenario))
    assert result.returncode == EXIT_DATA, result.stderr
    assert SECRET not in result.stderr
    return result.stderr.strip().splitlines()[-1]


def last_commit(scenario):
    lines = scenario.done("spool", "dump", "--json").splitlines()
    return [record["position"] for record in map(json.loads, lines) if record["op"] == "commit"][-1]


def statement(sentence, place):
    return re.search(rf"run (ALTER TABLE .*) {place}", sentence)[1]


# A table that has changed


def test_a_new_column_stops_with_the_alter_that_adds_it(guests):
    guests.on_source("ALTER TABLE guests ADD COLUMN due numeric(12,3), ADD COLUMN \"Seen at\" timestamptz",
                     "INSERT INTO guests VALUES (2, 'b', 12345.678, '2026-11-23 05:01:39.293515+05:30')")
    sentence = stopped(guests)
    assert sentence.endswith(
        f"the transaction at {last_commit(guests)} changes the columns due, Seen at of public.guests, which {guests.name}.guests"
        f" lacks: run ALTER TABLE `{guests.name}`.`guests` ADD COLUMN `due` DECIMAL(65,30) NULL, ADD COLUMN `Seen at` DATETIME(6)"
        " NULL on it, or name the right column under mapping.columns, then start again, or with replay.new_columns: ignore, which"
        " leaves the values out")
    assert guests.on_target("SELECT id FROM guests") == ((1,),), "everything before it is applied"
    guests.on_target(statement(sentence, "on it"))
    replayed(guests)
    guests.compare("guests")


def test_a_new_column_that_the_target_has_is_a_line_in_the_log(guests):
    guests.start_both()
    until(lambda: guests.on_target("SELECT id FROM guests") == ((1,),), "for the first row")
    guests.on_target("ALTER TABLE guests ADD COLUMN note text")
    guests.on_source("ALTER TABLE guests ADD COLUMN note text", f"INSERT INTO guests VALUES (2, 'b', '{SECRET}')")
    guests.replay.wait_until_said(
        r"public.guests has changed by the transaction at \S+: the column note \(text\) is new; .*guests` takes its rows")
    guests.drain()
    assert SECRET not in guests.replay.said
    guests.compare("guests")


def test_a_new_column_is_left_out_where_that_is_said(guests):
    guests.write_config(replay={"new_columns": "ignore"})
    guests.on_source("ALTER TABLE guests ADD COLUMN note text DEFAULT 'x'", f"INSERT INTO guests VALUES (2, 'b', '{SECRET}')",
                     "UPDATE guests SET note = 'y', name = 'c' WHERE id = 1", "DELETE FROM guests WHERE id = 2",
                     "INSERT INTO guests VALUES (3, 'd', NULL)")
    assert "PROBLEM" not in guests.done("check")
    said = replayed(guests)
    assert said.count("public.guests.note is left out from the transaction at") == 1, said
    assert "left out 3 values of public.guests.note" in said and SECRET not in said
    assert guests.on_target("SELECT id, name FROM guests ORDER BY id") == ((1, "c"), (3, "d"))


def test_a_column_that_is_gone_may_be_null_after_the_alter(guests):
    guests.on_source("ALTER TABLE guests DROP COLUMN name", "INSERT INTO guests VALUES (2)")
    guests.on_target("ALTER TABLE guests MODIFY name varchar(20) CHARACTER SET latin1 NOT NULL COMMENT 'it''s'")
    sentence = stopped(guests)
    assert f"says nothing of the column name of {guests.name}.guests, which is NOT NULL without a default" in sentence
    (finding,) = problems(guests)
    assert finding["sentence"] == "its column name is NOT NULL without a default, and the source has no such column"
    assert finding["remedy"] == statement(sentence, "on it") + ";"
    guests.on_target(finding["remedy"])
    replayed(guests)
    assert guests.on_target("SELECT id, name FROM guests ORDER BY id") == ((1, "a"), (2, None))
    shown = guests.on_target("SHOW CREATE TABLE guests")[0][1]
    assert "latin1" in shown and "COMMENT 'it''s'" in shown


def test_a_column_that_is_gone_and_may_be_null_is_a_line_in_the_log(guests):
    guests.on_source("ALTER TABLE guests DROP COLUMN name", "INSERT INTO guests VALUES (2)")
    said = replayed(guests)
    assert "public.guests has changed by the transaction at" in said and "the column name is gone" in said
    assert guests.on_target("SELECT id, name FROM guests ORDER BY id") == ((1, "a"), (2, None))


def test_a_type_that_the_column_cannot_take_stops_with_the_alter(guests):
    guests.on_source("ALTER TABLE guests ADD COLUMN age int")
    guests.on_target("ALTER TABLE guests ADD COLUMN age int NOT NULL DEFAULT 0")
    guests.on_source("INSERT INTO guests VALUES (2, 'b', 7)", "ALTER TABLE guests ALTER COLUMN age TYPE text",
                     "UPDATE guests SET age = '0' WHERE id = 1", "INSERT INTO guests VALUES (3, 'c', 'seven')")
    sentence = stopped(guests)
    assert f"the column age of public.guests is of the type text, which cannot be written into int" in sentence
    assert f"run ALTER TABLE `{guests.name}`.`guests` MODIFY COLUMN `age` LONGTEXT CHARACTER SET utf8mb4 NOT NULL" in sentence
    assert [finding["remedy"] for finding in problems(guests)] == [statement(sentence, "on the target") + ";"]
    guests.on_target(statement(sentence, "on the target"))
    replayed(guests)
    guests.compare("guests")


def test_a_type_that_the_column_takes_is_a_line_in_the_log(guests):
    guests.on_source("ALTER TABLE guests ADD COLUMN age int", "INSERT INTO guests VALUES (2, 'b', 7)",
                     "ALTER TABLE guests ALTER COLUMN age TYPE bigint", "INSERT INTO guests VALUES (3, 'c', 3000000000)")
    guests.on_target("ALTER TABLE guests ADD COLUMN age bigint")
    assert "the column age is bigint, and was integer" in replayed(guests)
    guests.compare("guests")


def test_a_renamed_column_is_told_from_a_new_one(guests):
    guests.on_source("ALTER TABLE guests RENAME COLUMN name TO title", "INSERT INTO guests VALUES (2, 'b')")
    sentence = stopped(guests)
    renaming = f"ALTER TABLE `{guests.name}`.`guests` RENAME COLUMN `name` TO `title`"
    assert f"(or, if name is what the source has renamed: {renaming})" in sentence
    guests.on_target(renaming)
    replayed(guests)
    guests.compare("guests")


def test_a_renamed_column_that_the_target_has_renamed_too_is_a_line_in_the_log(guests):
    guests.start_both()
    until(lambda: guests.on_target("SELECT id FROM guests") == ((1,),), "for the first row")
    guests.on_target("ALTER TABLE guests RENAME COLUMN name TO title")
    guests.on_source("ALTER TABLE guests RENAME COLUMN name TO title", "INSERT INTO guests VALUES (2, 'b')")
    guests.replay.wait_until_said("the column name is called title")
    guests.drain()
    guests.compare("guests")


def problems(scenario):
    findings = [json.loads(line) for line in scenario.run("check", "--json").stdout.splitlines()]
    return [finding for finding in findings if finding["severity"] == "problem"]


# TRUNCATE


@pytest.fixture
def emptied(guests):
    """Two tables that one statement empties, and a row behind it in the same transaction."""
    guests.on_source("CREATE TABLE visits (id int PRIMARY KEY, guest int REFERENCES guests)")
    guests.on_target("CREATE TABLE visits (id int PRIMARY KEY, guest int)")
    guests.on_source("INSERT INTO visits VALUES (1, 1)", "TRUNCATE guests CASCADE; INSERT INTO guests VALUES (2, 'b')")
    return guests


def test_a_truncate_is_applied_within_its_transaction(emptied):
    replayed(emptied)
    emptied.compare("guests", "visits")
    assert emptied.on_target("SELECT id FROM guests") == ((2,),)


def test_a_truncate_stops_where_that_is_said(emptied):
    emptied.write_config(replay={"truncate": "stop"})
    sentence = stopped(emptied)
    assert sentence.endswith(
        f"the transaction at {last_commit(emptied)} empties public.guests and public.visits, and replay.truncate is stop: start again"
        " with replay.truncate: apply, which deletes the target's rows, or ignore, which keeps them")
    assert emptied.on_target("SELECT id FROM guests") == ((1,),)
    emptied.write_config(replay={"truncate": "apply"})
    replayed(emptied)
    emptied.compare("guests", "visits")


def test_a_truncate_is_ignored_where_that_is_said(emptied):
    emptied.write_config(replay={"truncate": "ignore"})
    said = replayed(emptied)
    for table in ("public.guests", "public.visits"):
        assert f"the transaction at {last_commit(emptied)} empties {table}; ignored, as replay.truncate says" in said
        assert f"ignored 1 TRUNCATEs of {table}" in said
    assert emptied.on_target("SELECT id FROM guests ORDER BY id") == ((1,), (2,))
    assert emptied.on_target("SELECT id FROM visits") == ((1,),)


@pytest.mark.parametrize(("flags", "next_number"), [("", 9), ("RESTART IDENTITY", 3)])
def test_a_truncate_that_restarts_the_sequence_restarts_the_counter(guests, flags, next_number):
    guests.on_source("CREATE TABLE numbered (id serial PRIMARY KEY)", "INSERT INTO numbered VALUES (8)",
                     f"TRUNCATE numbered {flags}; INSERT INTO numbered VALUES (2)")
    guests.on_target("CREATE TABLE numbered (id int AUTO_INCREMENT PRIMARY KEY)")
    replayed(guests)
    assert guests.on_target("SELECT id FROM numbered") == ((2,),)
    assert guests.on_target("INSERT INTO numbered VALUES ()", "SELECT LAST_INSERT_ID()") == ((next_number,),)


def test_a_counter_that_cannot_be_restarted_is_a_line_in_the_log(guests):
    guests.on_source("CREATE TABLE numbered (id serial PRIMARY KEY)", "INSERT INTO numbered VALUES (8)",
                     "TRUNCATE numbered RESTART IDENTITY")
    guests.on_target("CREATE TABLE numbered (id int AUTO_INCREMENT PRIMARY KEY)")
    reader = guests.target()
    reader.begin()
    reader.cursor().execute("SELECT * FROM numbered")
    said = replayed(guests)
    reader.close()
    assert f"the counter of {guests.name}.numbered goes on behind a TRUNCATE that restarts it: " in said
    assert f"run ALTER TABLE `{guests.name}`.`numbered` AUTO_INCREMENT = 1" in said
    assert guests.on_target("SELECT id FROM numbered") == ()


def test_a_truncate_is_shown_with_its_flags(guests):
    guests.on_source("CREATE TABLE numbered (id serial PRIMARY KEY)", "TRUNCATE numbered RESTART IDENTITY CASCADE")
    captured(guests)
    assert '"tables":["public.numbered"],"restart_identity":true,"cascade":true' in guests.done("spool", "dump", "--json")
    assert "truncate public.numbered restart identity cascade" in guests.done("spool", "dump")


# DDL that the source logs


def test_a_logged_statement_stops_by_its_kind_and_is_shown_whole(scenario):
    scenario.on_target("CREATE TABLE guests (id int PRIMARY KEY)")
    ddl = f"ALTER USER nobody PASSWORD '{SECRET}', [owner none]"
    logged = "prefix: deparse, lsn: 0/30, relid 16385, cmdtype: AlterTable, size: 2, content: {}"
    lines = ["BEGIN 1", inserted(1), "COMMIT 1 CSN 1", "BEGIN 2", inserted(2), f"{logged}\ndecode to: {ddl}", "COMMIT 2 CSN 2",
             "BEGIN 3", logged, inserted(3), "COMMIT 3 CSN 3"]
    recording = scenario.directory / "night.rec"
    recording.write_bytes(b"".join(message(16 * number, line) for number, line in enumerate(lines, 1)))
    scenario.done("capture", "--recording", recording)
    assert f"schema change: {ddl}" in scenario.done("spool", "dump") and ddl in scenario.done("spool", "dump", "--json")

    refused = scenario.run("replay", "--stop-when-idle", 1)
    assert refused.returncode == EXIT_DATA and SECRET not in refused.stderr
    assert "the transaction at 0/70 changes the source's schema (ALTER USER): look at its statement" in refused.stderr
    assert scenario.on_target("SELECT id FROM guests") == ((1,),)
    scenario.write_config(replay={"schema_changes": "ignore"})
    said = scenario.run("replay", "--stop-when-idle", 1)
    assert said.returncode == 0 and SECRET not in said.stderr
    for position, kind in (("0/70", "ALTER USER"), ("0/B0", "AlterTable")):
        assert f"the transaction at {position} changes the source's schema ({kind}); ignored" in said.stderr, said.stderr
    assert scenario.on_target("SELECT id FROM guests ORDER BY id") == ((1,), (2,), (3,))


def inserted(number):
    return json.dumps({
        "table_name": "public.guests", "op_type": "INSERT", "columns_name": ["id"], "columns_type": ["integer"],
        "columns_val": [str(number)], "old_keys_name": [], "old_keys_type": [], "old_keys_val": [],
    }, separators=(",", ":"))


def message(position, line):
    """One message of the serial dialect, as a recording holds it."""
    body = b"w" + struct.pack(">QQQ", position, position, 0) + line.encode()
    return struct.pack(">I", len(body)) + body
