"""Capture against a source that logs in, streams and fails as openGauss does."""

import json
import re
import signal
import subprocess

import pytest

from environment import until
from process import EXIT_CONFIGURATION, EXIT_DATA, EXIT_UNREACHABLE
from proxied_scenario import DIALECTS, FAST, complaint, dialect_name, insert, spooled

HAZARD = "leaves out, without a word, every TRUNCATE"


# Logging in

@pytest.mark.parametrize("options", [
    ("--login", "sha256"), ("--login", "sha256", "--iterations", "2048"), ("--login", "md5-sha256"),
    ("--login", "sm3"), ("--login", "md5"), ("--login", "both"),
], ids=lambda options: "-".join(word.strip("-") for word in options[1:]))
def test_every_login(make_night, options):
    night = make_night(*options)
    night.scenario.done("create")
    insert(night, 1)
    night.capture_all()
    assert spooled(night) == [1]
    night.configure(og_conn={"password": "wrong-Passw0rd"})
    sentence = complaint(night.scenario.run("capture"), EXIT_UNREACHABLE, "login denied", "pg_hba.conf")
    assert "wrong-Passw0rd" not in sentence


def certificate(directory, name, *options):
    """A self-signed certificate and its key."""
    paths = directory / f"{name}.pem", directory / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
         "-out", paths[0], "-keyout", paths[1], *options], check=True, capture_output=True)
    return [str(path) for path in paths]


def test_tls_is_verified_as_far_as_asked(make_night, tmp_path):
    pem, key = certificate(tmp_path, "localhost", "-addext", "subjectAltName=DNS:localhost")
    other, _ = certificate(tmp_path, "other")
    night = make_night("--certificate", pem, "--key", key)
    night.configure(og_conn={"host": "localhost", "sslmode": "verify-full", "sslrootcert": pem})
    night.scenario.done("create")
    insert(night, 1)
    night.capture_all()
    assert spooled(night) == [1]
    night.configure(og_conn={"host": "127.0.0.1", "sslmode": "verify-full", "sslrootcert": pem})
    complaint(night.scenario.run("capture"), EXIT_UNREACHABLE, "127.0.0.1")
    night.configure(og_conn={"host": "localhost", "sslmode": "verify-ca", "sslrootcert": other})
    complaint(night.scenario.run("capture"), EXIT_UNREACHABLE, "certificate")
    plain = night.add_proxy()
    night.configure(og_conn={"port": plain.port, "sslmode": "require"})
    complaint(night.scenario.run("capture"), EXIT_UNREACHABLE, "TLS")


def test_the_second_port_of_a_thread_pool(make_night):
    night = make_night("--thread-pool")
    night.scenario.done("create")
    insert(night, 1)
    assert f" of 127.0.0.1:{night.proxy.port + 1} at " in night.capture_all()
    assert spooled(night) == [1]


def test_the_primary_is_found_among_several_hosts(make_night):
    """Nothing listens at the first address, nor at a name that nobody has."""
    night = make_night()
    night.configure(og_conn={"host": "127.0.0.2,no-such-host.invalid,127.0.0.1", "connect_timeout_seconds": 2})
    night.scenario.done("create")
    insert(night, 1)
    night.capture_all()
    assert spooled(night) == [1]
    night.configure(og_conn={"host": "127.0.0.2,127.0.0.3", "connect_timeout_seconds": 2})
    complaint(night.scenario.run("capture"), EXIT_UNREACHABLE, "127.0.0.2", "127.0.0.3")


def test_the_new_primary_is_found_after_a_failover(make_night):
    night = make_night()
    other = night.add_proxy("--listen-host", "127.0.0.2", "--standby", port=night.proxy.port)
    night.configure(og_conn={"host": "127.0.0.1,127.0.0.2"})
    night.scenario.done("create")
    insert(night, 1)
    capture = night.scenario.start("capture")
    capture.wait_until_said("streaming from the slot .* of 127.0.0.1")
    night.proxy.control("refuse on")
    night.proxy.control("cut")
    capture.wait_until_said("127.0.0.2.* a standby, where the primary is wanted")
    other.control("promote")
    capture.wait_until_said("streaming from the slot .* of 127.0.0.2")
    insert(night, 2)
    until(lambda: spooled(night) == [1, 2], "for both guests")
    assert capture.stop() == 0, capture.said


# Streaming

@pytest.mark.parametrize("dialect", DIALECTS, ids=dialect_name)
def test_every_dialect_brings_the_same(make_night, dialect):
    night = make_night(slot=dialect)
    night.scenario.done("create")
    night.scenario.on_source(
        "INSERT INTO guests VALUES (1, 'O''Hara'), (2, NULL), (3, E'two\\nlines \" \\\\ \\u00e9')",
        "UPDATE guests SET name = '' WHERE id = 2", "DELETE FROM guests WHERE id = 1")
    said = night.capture_all()
    assert (HAZARD in said) == bool(dialect)
    changes = [change for change in night.changes() if change["op"] not in ("begin", "commit")]
    types = {"id": "integer", "name": "text"}
    where = {"schema": "public", "table": "guests"}
    new = [{"id": "1", "name": "O'Hara"}, {"id": "2", "name": None}, {"id": "3", "name": "two\nlines \" \\ é"}]
    assert changes == [
        *({"op": "insert", **where, "new": row, "types": types} for row in new),
        {"op": "update", **where, "new": {"id": "2", "name": ""}, "old": {"id": "2"}, "types": types},
        {"op": "delete", **where, "old": {"id": "1"}, "types": {"id": "integer"}},
    ]


def test_a_heartbeat_moves_the_slot_of_an_idle_database(make_night):
    night = make_night(slot=FAST)
    night.configure(slot=FAST, capture={"heartbeat_table": "public.beats", "heartbeat_interval_seconds": 1})
    found = night.scenario.run("check")
    remedy = re.search(r'CREATE TABLE "public"\."beats" .*;', found.stdout)
    assert found.returncode == EXIT_CONFIGURATION and remedy, found.stdout
    night.scenario.on_source(remedy[0])
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    acknowledged = lambda: night.proxy.status()["flush"]  # noqa: E731
    first = until(acknowledged, "for the first acknowledgement")
    until(lambda: acknowledged() != first, "for the heartbeat to move the slot")
    insert(night, 1)
    until(lambda: spooled(night) == [1], "for the guest, and no beat, to be in the spool")
    assert capture.stop() == 0, capture.said
    assert {change.get("table") for change in night.changes()} <= {None, "guests"}


def test_a_source_that_falls_silent_is_named(make_night):
    """As when the machine of the capture is suspended for longer than the source waits."""
    night = make_night("--sender-timeout-seconds", "6")
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    capture.wait_until_said("streaming from the slot")
    capture.child.send_signal(signal.SIGSTOP)
    until(lambda: night.proxy.status()["streams"] == 0, "for the source to close the connection")
    capture.child.send_signal(signal.SIGCONT)
    capture.wait_until_said("logical_sender_timeout")
    insert(night, 1)
    until(lambda: spooled(night) == [1], "for the capture to go on by itself")
    assert capture.stop() == 0, capture.said


def test_a_recording_is_captured_again_without_a_server(make_night, tmp_path):
    night = make_night(slot=FAST)
    night.scenario.done("create")
    night.scenario.on_source("CREATE TYPE mood AS ENUM ('good', 'bad')", "CREATE TABLE days (id int PRIMARY KEY, m mood)")
    night.scenario.on_source("INSERT INTO days VALUES (1, 'good')")
    insert(night, *range(1, 6))
    result = night.scenario.run("capture", "--stop-when-idle", 2, "--record", tmp_path / "night.rec")
    assert result.returncode == 0, result.stderr
    first = night.changes()
    assert any(change.get("types") == {"id": "integer", "m": "mood"} for change in first)
    night.stop()
    night.scenario.spool = tmp_path / "again"
    night.configure(slot=FAST)
    night.scenario.done("capture", "--recording", tmp_path / "night.rec")
    assert night.changes() == first
    (tmp_path / "night.rec").write_bytes((tmp_path / "night.rec").read_bytes()[:-3])
    complaint(night.scenario.run("capture", "--recording", tmp_path / "night.rec"), EXIT_DATA, "night.rec", "it ends within")


# What would silently corrupt

@pytest.mark.parametrize("style", ["j", "t"])
def test_booleans_of_a_b_compatible_database_are_refused_where_they_are_wrong(make_night, style):
    slot = {"parallel-decode-num": 2, "decode-style": style}
    night = make_night("--compatibility", "B", slot=slot)
    night.scenario.on_source("CREATE TABLE flags (id int PRIMARY KEY, f boolean)")
    found = night.scenario.run("check")
    assert "public.flags: it has a boolean column" in found.stdout and found.returncode == EXIT_CONFIGURATION
    night.scenario.done("create")
    night.scenario.on_source("INSERT INTO flags VALUES (1, true)")
    complaint(night.scenario.run("capture", "--stop-when-idle", 5), EXIT_DATA, "public.flags", "boolean", "decode-style")
    night.configure(slot=slot | {"decode-style": "b"})
    night.capture_all()
    assert night.rows() == [{"id": "1", "f": "t"}]


def test_the_serial_dialect_mends_booleans_by_its_name(make_night):
    night = make_night("--compatibility", "B")
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    capture.wait_until_said("streaming from the slot")
    with night.scenario.source(superuser=True) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT application_name FROM pg_stat_activity WHERE datname = %s", [night.scenario.name])
        assert ("gsql",) in cursor.fetchall()
    connection.close()
    assert capture.stop() == 0


@pytest.mark.parametrize("dialect", [{}, FAST], ids=["serial", "parallel"])
def test_settings_that_spoil_values(make_night, dialect):
    """The serial dialect is spelled by our own session; parallel workers take the database's settings."""
    night = make_night(slot=dialect)
    night.scenario.done("create")
    night.scenario.on_source(f"ALTER DATABASE {night.scenario.name} SET bytea_output = 'escape'")
    insert(night, 1)
    result = night.scenario.run("capture", "--stop-when-idle", 2)
    if not dialect:
        assert result.returncode == 0 and spooled(night) == [1]
        return
    complaint(result, EXIT_CONFIGURATION, "bytea_output = escape", f'ALTER DATABASE "{night.scenario.name}"')
    assert "bytea_output" in night.scenario.run("check").stdout


# Slots

def test_create_says_whom_it_waits_for_and_gives_up_in_time(make_night):
    night = make_night()
    holder = night.scenario.source()
    holder.autocommit = False
    holder.cursor().execute("INSERT INTO guests VALUES (9, 'holder')")
    result = night.scenario.run("create", "--timeout", 3)
    assert f"session {holder.get_backend_pid()} of migrator" in result.stderr
    complaint(result, EXIT_UNREACHABLE, "did not end in time", "nothing was created")
    holder.rollback()
    holder.close()
    slots = lambda: night.scenario.on_source(  # noqa: E731
        f"SELECT slot_name FROM pg_replication_slots WHERE database = '{night.scenario.name}'")
    until(lambda: slots() == [], "for the slot that was given up to go")
    assert "created the slot" in night.scenario.done("create", "--timeout", 60)


def test_drop_ends_the_stream_of_its_own_capture(make_night):
    night = make_night()
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    capture.wait_until_said("streaming from the slot")
    assert "dropped the slot" in night.scenario.done("drop")
    assert capture.wait() == 0, capture.said


def test_drop_leaves_another_reader_alone(make_night, tmp_path):
    night = make_night()
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    capture.wait_until_said("streaming from the slot")
    result = night.scenario.run("drop", "--spool", tmp_path / "elsewhere")
    complaint(result, EXIT_UNREACHABLE, "another process reads it")
    assert capture.is_running and capture.stop() == 0


def test_a_slot_made_anew_is_refused_even_before_the_first_change(make_night):
    night = make_night()
    night.scenario.done("create")
    night.capture_all()
    assert spooled(night) == []
    night.scenario.done("drop")
    insert(night, 1)
    night.scenario.done("create")
    complaint(night.scenario.run("capture"), EXIT_DATA, "the slot", "ends at", "made anew")


def test_a_new_spool_begins_where_it_is_told_and_never_gets_a_gap(make_night):
    night = make_night()
    night.scenario.done("create")
    insert(night, 1)
    between = night.scenario.source_position()
    insert(night, 2)
    night.configure(slot={"waitLSN": between})
    night.capture_all()
    assert spooled(night) == [2]
    night.configure(slot={"waitLSN": "FFFF/0"})
    complaint(night.scenario.run("capture"), EXIT_CONFIGURATION, "slot.waitLSN is FFFF/0", "would be missing")
    night.configure(slot={"waitLSN": "FFFF/0"}, spool={"directory": str(night.scenario.directory / "new")})
    complaint(night.scenario.run("capture"), EXIT_CONFIGURATION, "the source's log ends at")


# A slow disk

def test_a_spool_without_room_is_no_reason_to_hang_up(make_night):
    """The source waits 3 s for a reply, the spool has no room for much longer, and the connection holds."""
    night = make_night("--sender-timeout-seconds", "3")
    night.configure(spool={"segment_size_megabytes": 1, "size_limit_megabytes": 2})
    night.scenario.on_source("CREATE TABLE noise (id int PRIMARY KEY, word text)")
    night.scenario.done("create")
    capture = night.scenario.start("capture")
    for start in range(0, 3000, 100):
        night.scenario.on_source(
            "INSERT INTO noise SELECT i, string_agg(md5(random()::text), '') FROM"
            f" generate_series({start}, {start + 99}) AS i, generate_series(1, 128) GROUP BY i")
    capture.wait_until_said("has reached spool.size_limit_megabytes")
    replies = night.proxy.status()["replies"]
    until(lambda: night.proxy.status()["replies"] >= replies + 8, "for replies over more than twice the timeout")
    assert night.proxy.status()["streams"] == 1
    assert capture.said.count("streaming from the slot") == 1
    assert capture.stop() == 0, capture.said


# All of it

def test_every_verb_of_the_main_job(make_night):
    """What README tells a new user, against a source that has openGauss's names and layouts only."""
    night = make_night()
    scenario = night.scenario
    insert(night, *range(1, 51))
    scenario.on_target("CREATE TABLE guests (id INT PRIMARY KEY, name TEXT)")
    scenario.copy_tables("guests")
    scenario.done("check")
    scenario.done("create")
    pipeline = scenario.start("start")
    insert(night, *range(51, 101))
    until(lambda: scenario.on_target("SELECT COUNT(*) FROM guests") == ((100,),), "for all rows")
    status = json.loads(scenario.done("status", "--json"))
    assert (status["capture"]["running"], status["replay"]["running"], status["troubles"]) == (True, True, [])
    assert status["source"]["log_position"] and status["lag"]["bytes"] is not None

    assert events(scenario.done("verify", "--json"))["summary"]["equal"]
    scenario.on_target("UPDATE guests SET name = 'Guest 7' WHERE id = 7")
    found = scenario.run("verify", "--json", "--settle", 5)
    assert found.returncode == EXIT_DATA, found.stderr
    difference = events(found.stdout)["difference"]
    assert (difference["key"], difference["columns"]) == ({"id": "7"}, ["name"])
    assert events(found.stdout)["table"]["judged_by"] == "replay"

    assert pipeline.stop() == 0, pipeline.said
    scenario.done("spool", "verify")
    scenario.done("drop")
    assert "there is no slot" in scenario.done("status")


def events(text):
    """The last one of each kind."""
    return {event["event"]: event for event in map(json.loads, text.splitlines())}
