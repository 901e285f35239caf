"""What the target may do to a parallel replay: each told in one sentence, retried or stopped as docs/replay.md says, nothing lost or doubled."""

import contextlib
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pymysql
import pytest

from environment import until
from process import EXIT_DATA, EXIT_UNREACHABLE

WORKERS = 4
ROW_VALUE = "row-value-that-nobody-may-read"


def with_guests(scenario):
    """The scenario with 100 guests on both sides, several workers, and both processes running."""
    scenario.write_config(slot={"runnable_num": WORKERS}, replay={"retry_delay_max_seconds": 1})
    scenario.on_source("CREATE TABLE guests (id int PRIMARY KEY, name text)",
                       "INSERT INTO guests SELECT i, 'guest' FROM generate_series(1, 100) AS i")
    scenario.on_target("CREATE TABLE guests (id int PRIMARY KEY, name text)")
    scenario.copy_tables("guests")
    scenario.done("create")
    scenario.start_both()
    scenario.replay.wait_until_said("applying")
    return scenario


@pytest.fixture
def table(scenario):
    return with_guests(scenario)


@contextlib.contextmanager
def held_row(scenario, row):
    """Another session of the target that holds a row's lock, until the block ends."""
    connection = scenario.target()
    connection.begin()
    connection.cursor().execute("UPDATE guests SET name = name WHERE id = %s", (row,))
    try:
        yield connection
    finally:
        with contextlib.suppress(pymysql.err.Error):
            connection.rollback()
        connection.close()


def waiting_sessions(scenario):
    """The sessions of the scenario's database that wait for a row's lock."""
    time.sleep(0.15)  # the server shows its view of a moment ago to whoever asks again within a tenth of a second
    return [row[0] for row in scenario.on_target(
        "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx AS t JOIN information_schema.processlist AS p"
        f" ON p.id = t.trx_mysql_thread_id WHERE t.trx_state = 'LOCK WAIT' AND p.db = '{scenario.name}'")]


def wait_until_blocked(scenario, count=1):
    return until(lambda: len(found := waiting_sessions(scenario)) >= count and found, "for replay to wait for a lock")


def arrived(scenario, row, name):
    until(lambda: scenario.on_target(f"SELECT name FROM guests WHERE id = {row}") == ((name,),), f"for row {row}")


def settle(scenario):
    scenario.drain()
    scenario.compare("guests")


def complaint(process):
    """The sentence with which it ended."""
    return process.said.strip().splitlines()[-1]


def assert_ended(process, code, *words):
    assert process.wait() == code, process.said
    for word in words:
        assert word in complaint(process), f"{word} is not in: {complaint(process)}"
    assert ROW_VALUE not in process.said


# What passes by itself


def test_a_deadlock_is_tried_again(table):
    table.on_target("CREATE TABLE ballast (id int PRIMARY KEY)")
    with held_row(table, 2) as other, other.cursor() as cursor:
        # The server rolls back whoever has written less.
        cursor.executemany("INSERT INTO ballast VALUES (%s)", [(number,) for number in range(500)])
        table.on_source("UPDATE guests SET name = 'a' WHERE id IN (1, 2)")
        wait_until_blocked(table)
        cursor.execute("UPDATE guests SET name = name WHERE id = 1")
        table.replay.wait_until_said(r"(?i)deadlock.*trying again in")
    arrived(table, 2, "a")
    table.on_target("DROP TABLE ballast")
    settle(table)


def test_a_lock_that_is_held_for_long_is_waited_for(scenario):
    (before,), = scenario.on_target("SELECT @@GLOBAL.innodb_lock_wait_timeout")
    scenario.on_target("SET GLOBAL innodb_lock_wait_timeout = 1")
    try:
        scenario.on_source("CREATE TABLE guests (id int PRIMARY KEY, name text)", "INSERT INTO guests VALUES (1, 'x')")
        scenario.on_target("CREATE TABLE guests (id int PRIMARY KEY, name text)", "INSERT INTO guests VALUES (1, 'x')")
        scenario.done("create")
        scenario.start_both()
        scenario.replay.wait_until_said("applying")
        with held_row(scenario, 1):
            scenario.on_source("UPDATE guests SET name = 'a' WHERE id = 1")
            scenario.replay.wait_until_said(r"(?i)lock wait timeout.*trying again in")
        arrived(scenario, 1, "a")
        settle(scenario)
    finally:
        scenario.on_target(f"SET GLOBAL innodb_lock_wait_timeout = {before}", database="")


def test_a_connection_that_is_killed_is_made_anew(table):
    with held_row(table, 1):
        table.on_source("UPDATE guests SET name = 'a' WHERE id IN (1, 2, 3)")
        for session in wait_until_blocked(table):
            table.on_target(f"KILL CONNECTION {session}")
        table.replay.wait_until_said("trying again in .* from what the target holds")
    arrived(table, 3, "a")
    settle(table)


def test_a_server_that_is_started_again(table):
    table.environment.kill(table.kind)
    table.on_source("UPDATE guests SET name = 'a'")
    table.replay.wait_until_said("trying again in .* from what the target holds")
    table.environment.revive(table.kind)
    arrived(table, 100, "a")
    settle(table)


def test_a_commit_that_was_broken_off_is_not_repeated_before_the_target_was_asked(make_scenario):
    """Only MariaDB can hold commits back for a backup."""
    table = with_guests(make_scenario("mariadb"))
    backup = table.target()
    try:
        for stage in ("START", "FLUSH", "BLOCK_DDL", "BLOCK_COMMIT"):
            backup.cursor().execute(f"BACKUP STAGE {stage}")
        table.on_source("UPDATE guests SET name = 'a'")
        committing = until(lambda: table.on_target(
            f"SELECT id FROM information_schema.processlist WHERE db = '{table.name}' AND info = 'COMMIT'"), "for a COMMIT")
        table.on_target(f"KILL QUERY {committing[0][0]}")
        table.replay.wait_until_said("interrupted.*trying again in .* from what the target holds")
    finally:
        backup.close()
    arrived(table, 100, "a")
    settle(table)


def data_directory(scenario):
    """Of the scenario's database in the target's data."""
    return Path(scenario.on_target("SELECT @@datadir")[0][0]) / scenario.name


@pytest.fixture
def small_target(scenario):
    """The target's database lies on a tmpfs that is nearly full with something else."""
    place, aside = data_directory(scenario), scenario.directory / "aside"
    shutil.copytree(place, aside)
    owner = place.stat()
    command = ["mount", "-t", "tmpfs", "-o", f"size=32m,mode=700,uid={owner.st_uid},gid={owner.st_gid}", "tmpfs", place]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a tmpfs cannot be mounted here: it takes root and the right to mount")
    for file in aside.iterdir():
        shutil.copy(file, place)
        os.chown(place / file.name, owner.st_uid, owner.st_gid)
    yield scenario, place
    for process in scenario.running:
        process.kill()
    # Its tables go while their files are still there.
    names = [row[0] for row in scenario.on_target("SHOW TABLES")]
    scenario.on_target(*(f"DROP TABLE `{name}`" for name in names))
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_full_disk_of_the_target_is_waited_out(small_target):
    scenario, place = small_target
    scenario.write_config(slot={"runnable_num": WORKERS}, replay={"retry_delay_max_seconds": 1})
    scenario.on_source("CREATE TABLE guests (id int PRIMARY KEY, name text)")
    scenario.on_target("CREATE TABLE guests (id int PRIMARY KEY, name longtext)")
    scenario.done("create")
    scenario.start_both()
    scenario.replay.wait_until_said("applying")
    filler = place / "filler"
    room = os.statvfs(place)
    filler.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - (2 << 20))))
    for block in range(30):
        scenario.on_source(
            f"INSERT INTO guests SELECT i, repeat(md5(i::text), 64) FROM generate_series({block}00, {block}99) AS i")
    scenario.replay.wait_until_said(r"(?i)(is full|no space|errno: 28).*trying again in")
    assert scenario.replay.is_running
    filler.unlink()
    until(lambda: scenario.on_target("SELECT COUNT(*) FROM guests") == ((3000,),), "for all rows", timeout=120)
    settle(scenario)


# What stops it


def test_a_target_that_becomes_read_only(table):
    read_only = "super_read_only" if table.kind == "mysql" else "read_only"
    if table.kind == "mariadb":
        # There nobody with all privileges is held to read_only.
        table.replay.stop()
        table.on_target(f"CREATE USER '{table.name[:20]}'@'%' IDENTIFIED BY 'writer-Passw0rd'",
                        f"GRANT ALL PRIVILEGES ON `{table.name}`.* TO '{table.name[:20]}'@'%'")
        table.write_config(slot={"runnable_num": WORKERS}, mysql={"user": table.name[:20], "password": "writer-Passw0rd"})
        table.replay = table.start("replay")
        table.replay.wait_until_said("applying")
    table.on_target(f"SET GLOBAL {read_only} = 1")
    try:
        table.on_source("UPDATE guests SET name = 'a'")
        assert_ended(table.replay, EXIT_UNREACHABLE, "read-only", "mend that and start again")
        assert table.on_target("SELECT COUNT(*) FROM guests WHERE name = 'a'") == ((0,),)
    finally:
        table.on_target("SET GLOBAL read_only = 0")
    settle_after_stop(table)


def settle_after_stop(scenario):
    """After the cause is gone, it goes on where it stopped."""
    scenario.replay = None
    settle(scenario)


def test_a_refused_row_is_found_in_a_group_of_hundreds(table):
    table.on_source("CREATE TABLE notes (id int PRIMARY KEY, guest int)")
    table.on_target("CREATE TABLE notes (id int PRIMARY KEY, guest int)", "INSERT INTO guests VALUES (700, 'in the way')")
    assert table.replay.stop() == 0
    # 900 transactions of two rows; several workers take them in groups of hundreds.
    table.on_source(
        "DO $$ BEGIN FOR i IN 101..1000 LOOP"
        f" INSERT INTO guests VALUES (i, '{ROW_VALUE}'); INSERT INTO notes VALUES (i, i); COMMIT; END LOOP; END $$")
    before, refused = position_of(table, 699), position_of(table, 700)
    table.replay = table.start("replay")
    assert_ended(table.replay, EXIT_DATA, "public.guests", refused, "key: id", "PRIMARY", "Duplicate")
    assert table.replay.said.count("the target refused") == 1, table.replay.said
    assert table.on_target("SELECT COUNT(*) FROM guests WHERE id BETWEEN 101 AND 699") == ((599,),)
    assert table.on_target("SELECT COUNT(*) FROM notes WHERE id <= 699") == ((599,),)
    assert table.on_target("SELECT COUNT(*) FROM notes WHERE id = 700") == ((0,),), "nothing of the transaction"
    assert applied_position(table) == before
    table.on_target("DELETE FROM guests WHERE id = 700")
    settle_after_stop(table)
    table.compare("notes")


def position_of(scenario, guest):
    """Where the transaction that inserted the guest commits, as the spool says."""
    until(lambda: dumped(scenario, guest), f"for guest {guest} in the spool")
    return dumped(scenario, guest)


def dumped(scenario, guest):
    is_in = False
    for line in scenario.done("spool", "dump", "--json", "--table", "public.guests").splitlines():
        change = json.loads(line)
        is_in = is_in or change.get("new", {}).get("id") == str(guest)
        if is_in and change["op"] == "commit":
            return change["position"]
    return None


def applied_position(scenario):
    rows = scenario.on_target("SELECT position_text FROM reverse_migration_progress ORDER BY position DESC LIMIT 1")
    return rows[0][0]


def test_a_second_replay_of_the_stream_is_refused(table):
    second = table.start("replay", log="second")
    assert_ended(second, EXIT_UNREACHABLE, "another replay is applying", table.name, "stop that one first")
    table.on_source("UPDATE guests SET name = 'a'")
    arrived(table, 100, "a")
    settle(table)


@pytest.mark.parametrize("change", ["UPDATE guests SET name = 'a' WHERE id = 1", "INSERT INTO guests VALUES (101, 'a')"])
def test_a_replay_that_lost_its_lock_is_fenced_off(table, change):
    blocked = "UPDATE guests SET name = name WHERE id = 1" if "UPDATE" in change else "INSERT INTO guests VALUES (101, 'b')"
    other = table.target()
    other.begin()
    other.cursor().execute(blocked)
    table.on_source(change)
    wait_until_blocked(table)
    first = table.replay
    table.on_target(f"KILL CONNECTION {lock_holder(table)}")
    # It is alive, and does not know that it holds the stream no more.
    second = table.start("replay", log="second")
    second.wait_until_said("applying")
    assert first.is_running
    other.rollback()
    other.close()
    assert_ended(first, EXIT_UNREACHABLE, "taken over by another replay or deleted", "see that one replay runs")
    table.replay = second
    settle(table)


def lock_holder(scenario):
    """The session that holds the stream's lock: the oldest of replay's."""
    (identifier,), = scenario.on_target(
        f"SELECT MIN(id) FROM information_schema.processlist WHERE db = '{scenario.name}' AND id <> CONNECTION_ID()"
        " AND command = 'Sleep'")
    return identifier


def test_progress_that_somebody_deleted(table):
    table.on_source("UPDATE guests SET name = 'a' WHERE id = 1")
    arrived(table, 1, "a")
    table.on_target("DELETE FROM reverse_migration_progress")
    table.on_source("UPDATE guests SET name = 'b' WHERE id = 1")
    assert_ended(table.replay, EXIT_UNREACHABLE, "taken over by another replay or deleted")
    assert table.on_target("SELECT name FROM guests WHERE id = 1") == (("a",),), "nothing was committed without its progress"


@pytest.mark.parametrize(("alteration", "repair", "word"), [
    ("DROP COLUMN name", "ADD COLUMN name text", "name"),
    ("ADD COLUMN extra int NOT NULL", "DROP COLUMN extra", "extra"),
    ("MODIFY name varchar(5)", "MODIFY name text", "name"),
])
def test_a_table_that_is_altered_meanwhile(table, alteration, repair, word):
    table.on_source("INSERT INTO guests VALUES (101, 'x')")
    arrived(table, 101, "x")
    table.on_target(f"ALTER TABLE guests {alteration}")
    table.on_source(f"INSERT INTO guests VALUES (102, '{ROW_VALUE}')")
    assert_ended(table.replay, EXIT_DATA, "public.guests", word)
    assert table.on_target("SELECT COUNT(*) FROM guests WHERE id = 102") == ((0,),)
    table.on_target(f"ALTER TABLE guests {repair}")
    if "DROP" in alteration:
        table.on_target("UPDATE guests SET name = IF(id = 101, 'x', 'guest')")
    settle_after_stop(table)
