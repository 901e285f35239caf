"""What is asked of a source, and what kinds of source there are, end to end."""

import re

import pytest

from environment import until
from process import EXIT_CONFIGURATION, EXIT_UNREACHABLE
from proxied_scenario import DIALECTS, FAST, complaint, dialect_name, insert, spooled


@pytest.mark.parametrize("dialect", [{}, FAST], ids=["serial", "parallel"])
def test_only_the_tables_of_the_white_list_come(make_night, dialect):
    night = make_night(slot=dialect | {"white-table-list": ["public.guests", "side.*"]})
    night.scenario.on_source(
        "CREATE TABLE noise (id int PRIMARY KEY)", "CREATE SCHEMA side", "CREATE TABLE side.t (id int PRIMARY KEY)")
    assert "2 tables, 2 of them name their rows" in night.scenario.run("check").stdout
    night.scenario.done("create")
    night.scenario.on_source("INSERT INTO noise VALUES (1)", "INSERT INTO side.t VALUES (2)")
    insert(night, 3)
    night.capture_all()
    assert spooled(night) == [2, 3]


def test_a_standby_is_read_where_that_is_asked_for_and_its_slot_is_the_primarys(make_night):
    night = make_night(slot={"standby-connection": True})
    complaint(night.scenario.run("capture"), EXIT_UNREACHABLE, "it is the primary, where a standby is wanted")
    standby = night.add_proxy("--listen-host", "127.0.0.2", "--standby", port=night.proxy.port)
    night.configure(og_conn={"host": "127.0.0.2"}, slot={"standby-connection": True})
    complaint(night.scenario.run("create"), EXIT_UNREACHABLE, "it is a standby, where the primary is wanted")
    night.configure(og_conn={"host": "127.0.0.1,127.0.0.2"}, slot={"standby-connection": True})
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    capture.wait_until_said("streaming from the slot .* of 127.0.0.2")
    insert(night, 1)
    until(lambda: spooled(night) == [1], "for the guest")
    assert standby.status()["streams"] == 1
    assert "dropped the slot" in night.scenario.done("drop")
    assert capture.wait() == 0, capture.said


@pytest.mark.parametrize("dialect", DIALECTS, ids=dialect_name)
@pytest.mark.parametrize("encoding, text", [("LATIN1", "Zoë's \\ café"), ("EUC_CN", "好的,\"再见\"")])
def test_a_database_in_another_encoding(make_night, dialect, encoding, text):
    """The stream comes in the server's encoding; names of tables and columns, too."""
    night = make_night(encoding=encoding, slot=dialect)
    name = text[:3]
    night.scenario.on_source(f"CREATE TABLE \"{name}\" (id int PRIMARY KEY, \"{name}\" text)")
    night.scenario.done("create")
    connection = night.scenario.source()
    connection.cursor().execute(f"INSERT INTO \"{name}\" VALUES (1, %s)", [text])
    connection.close()
    night.capture_all()
    assert night.rows() == [{"id": "1", name: text}]
    assert {change["table"] for change in night.changes() if change["op"] == "insert"} == {name}


@pytest.mark.parametrize("style", ["b", "t"])
def test_a_type_and_a_table_that_come_while_it_streams_are_looked_up(make_night, style):
    night = make_night(slot=FAST | {"decode-style": style})
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    capture.wait_until_said("streaming from the slot")
    night.scenario.on_source(
        "CREATE TYPE mood AS ENUM ('good', 'bad')", "CREATE TABLE \"good days\" (id int PRIMARY KEY, m mood)",
        "INSERT INTO \"good days\" VALUES (1, 'good')")
    until(lambda: spooled(night) == [1], "for the row of the new type")
    assert capture.stop() == 0, capture.said
    insert = next(change for change in night.changes() if change["op"] == "insert")
    assert insert["table"] == "good days" and insert["types"] == {"id": "integer", "m": "mood"}


def test_an_idle_database_does_not_keep_the_servers_log_in_the_serial_dialect(make_night):
    """Others write; keepalives move the slot past that."""
    night = make_night()
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    capture.wait_until_said("streaming from the slot")
    with night.scenario.source("postgres", superuser=True) as other:
        other.autocommit = True
        for _ in range(2):
            other.cursor().execute("CREATE TABLE IF NOT EXISTS elsewhere (word text)")
            other.cursor().execute("INSERT INTO elsewhere SELECT md5(i::text) FROM generate_series(1, 10000) AS i")
            end = night.scenario.on_source("SELECT pg_current_wal_lsn() - '0/0'")[0][0]
            acknowledged = "SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = %s"
            until(lambda: slot_value(other, acknowledged, night) >= end, "for the slot to move past what others wrote")
        other.cursor().execute("DROP TABLE elsewhere")
    other.close()
    assert capture.stop() == 0, capture.said
    assert spooled(night) == []


def slot_value(connection, query, night):
    cursor = connection.cursor()
    cursor.execute(query, [night.scenario.name])
    return cursor.fetchone()[0]


def test_a_b_compatible_catalogue_is_understood(make_night):
    """dolphin prints booleans as 1 and 0, those of the catalogue among them."""
    night = make_night("--compatibility", "B")
    night.scenario.on_source("CREATE TABLE nameless (id int)")
    found = night.scenario.run("check").stdout
    assert "may replicate" in found and "2 tables, 1 of them name their rows" in found
    assert re.findall(r"(\S+): it has no key", found) == ["public.nameless"]
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    capture.wait_until_said("streaming from the slot")
    assert "a capture is reading it" in night.scenario.run("check").stdout
    assert "dropped the slot" in night.scenario.done("drop")
    assert capture.wait() == 0, capture.said


def test_a_white_list_without_the_heartbeat_table_is_named(make_night):
    night = make_night(slot=FAST | {"white-table-list": ["public.guests"]})
    night.scenario.on_source("CREATE TABLE beats (id integer PRIMARY KEY, beats bigint NOT NULL)")
    night.configure(slot=FAST | {"white-table-list": ["public.guests"]}, capture={"heartbeat_table": "public.beats"})
    found = night.scenario.run("check")
    assert found.returncode == EXIT_CONFIGURATION and "slot.white-table-list leaves it out" in found.stdout
