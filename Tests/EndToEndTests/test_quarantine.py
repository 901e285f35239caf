"""The quarantine: what waits behind a row that is held, how rows are settled, and that nothing is lost or doubled by kills."""

import json
import random
import time

import pytest

from environment import until
from load import Writer
from process import EXIT_DATA, EXIT_USAGE
from quarantined import SECRET, QuarantinedScenario

KILLS_SHORT, KILLS_LONG = 8, 60
ROWS_PER_SHOW = 500
HELD = {"missing_row": "quarantine", "duplicate_key": "quarantine", "value_refused": "quarantine",
        "foreign_key": "quarantine"}


@pytest.fixture
def night(scenario):
    """Guest 3 is not in the target, and a change of it is held."""
    made = QuarantinedScenario(scenario, HELD)
    made.spoil("DELETE FROM guests WHERE id = 3")
    made.change("UPDATE guests SET name = 'first' WHERE id = 3")
    made.settled(1, "held")
    return made


def follow(night):
    """Later changes of the guest and of its children, and others."""
    night.change("UPDATE guests SET name = 'second' WHERE id = 3", "UPDATE guests SET name = 'second' WHERE id = 4")
    night.change("INSERT INTO stays VALUES (103, 3, 'child'), (104, 4, 'child')")
    night.change("UPDATE stays SET note = 'later' WHERE id IN (103, 104)")
    night.change("INSERT INTO others VALUES (1)")
    night.arrives("SELECT COUNT(*) FROM others", 2)
    night.arrives("SELECT COUNT(*) FROM stays WHERE id = 104 AND note = 'later'", 1)
    return night.settled(3, "waiting")


def mend(night):
    night.scenario.on_target("INSERT INTO guests VALUES (3, 'guest', 3)")


def settle(night):
    night.scenario.drain()
    night.scenario.compare("guests", "stays", "others")


def test_what_touches_a_held_row_waits_and_the_rest_flows(night):
    waiting = follow(night)
    assert [(row["table"], row["operation"]) for row in waiting] == [
        ("public.guests", "update"), ("public.stays", "insert"), ("public.stays", "update")]
    assert night.scenario.on_target("SELECT name FROM guests WHERE id = 4") == (("second",),)
    assert night.status() | {"applied": 0} == {
        "held": 1, "waiting": 3, "ignored": 0, "overwritten": 0, "retry": 0, "applied": 0, "dropped": 0}
    assert "rows are held or wait behind such" in night.scenario.run("check").stdout


def test_a_retry_applies_what_is_held_and_what_waits_in_order(night):
    follow(night)
    mend(night)
    code, said = night.quarantine("retry", "--all")
    assert code == 0 and "public.guests: applied" in said, said
    night.settled(4, "applied")
    assert night.scenario.on_target("SELECT name FROM guests WHERE id = 3") == (("second",),)
    settle(night)


def test_a_restart_remembers_what_is_held(night):
    assert night.scenario.replay.stop() == 0
    follow_later = night.scenario.start("replay")
    night.scenario.replay = follow_later
    follow(night)
    assert night.scenario.replay.stop() == 0
    mend(night)
    code, said = night.quarantine("retry", str(night.rows("held")[0]["id"]))
    assert code == 0 and "not tried yet; it is when replay runs" in said, said
    night.scenario.replay = night.scenario.start("replay")
    night.settled(4, "applied")
    settle(night)


def test_a_retry_that_does_not_fit_either_says_why(night):
    follow(night)
    code, said = night.quarantine("retry", "--all")
    assert code == EXIT_DATA and "the target has no row with this key (id)" in said, said
    assert night.status()["held"] == 1 and night.status()["waiting"] == 3


def test_a_value_is_shown_and_edited(scenario):
    night = QuarantinedScenario(scenario, HELD)
    night.change(f"INSERT INTO guests VALUES (103, '{SECRET * 3}', NULL)")
    night.change("UPDATE guests SET room = 5 WHERE id = 103")
    (row,) = night.settled(1, "held")
    night.settled(1, "waiting")
    assert row["misfit"] == "value_refused" and SECRET not in json.dumps(row)
    number = str(row["id"])
    assert json.loads(scenario.done("quarantine", "show", number, "--json"))["new"] == {
        "id": "103", "name": SECRET * 3, "room": None}
    assert SECRET in scenario.done("quarantine", "show", number)
    assert night.quarantine("edit", number, "nome=x")[0] == EXIT_DATA
    assert night.quarantine("edit", number, "name")[0] == EXIT_USAGE
    assert night.quarantine("edit", number, "name=it's a = b", "--null", "room")[0] == 0
    code, said = night.quarantine("retry", number)
    assert code == 0 and SECRET not in said, said
    assert scenario.on_target("SELECT name, room FROM guests WHERE id = 103") == (("it's a = b", None),)
    # The update that waited has the whole row of the source, so that it does not fit either.
    (row,) = night.settled(1, "held")
    assert night.quarantine("edit", str(row["id"]), "name=short")[0] == 0
    assert night.quarantine("retry", "--all")[0] == 0
    assert scenario.on_target("SELECT name, room FROM guests WHERE id = 103") == (("short", 5),)
    assert SECRET not in scenario.replay.said


def test_a_dropped_row_stays_on_record_and_lets_go_of_what_waits(night):
    night.change("INSERT INTO stays VALUES (103, 3, 'child')")
    night.settled(1, "waiting")
    number = str(night.rows("held")[0]["id"])
    code, said = night.quarantine("drop", number)
    assert code == 0 and "dropped" in said, said
    night.settled(1, "applied")
    assert night.scenario.on_target("SELECT COUNT(*) FROM stays WHERE id = 103") == ((1,),)
    assert [row["id"] for row in night.rows("dropped")] == [int(number)]
    for verb in (("drop", number), ("retry", number), ("edit", number, "name=x")):
        code, said = night.quarantine(*verb)
        assert code == EXIT_DATA and "is dropped, and only one that is held can be" in said, said
    code, said = night.quarantine("show", "999999")
    assert code == EXIT_DATA and "there is no row 999999" in said, said


def test_a_change_that_does_not_say_which_rows_stops_while_rows_are_held(night):
    night.change("TRUNCATE stays, guests")
    assert night.scenario.replay.wait() == EXIT_DATA, night.scenario.replay.said
    assert "without saying which rows, while rows of that table" in night.scenario.replay.said.splitlines()[-1]
    assert night.quarantine("drop", str(night.rows("held")[0]["id"]))[0] == 0
    night.scenario.replay = None
    settle(night)


def test_a_table_that_was_mended_takes_what_is_held_and_what_follows(scenario):
    night = QuarantinedScenario(scenario, HELD)
    night.change(f"UPDATE guests SET name = '{SECRET * 3}' WHERE id = 3")
    night.settled(1, "held")
    scenario.on_target("ALTER TABLE guests MODIFY name TEXT")
    assert night.quarantine("retry", "--all")[0] == 0
    night.change(f"UPDATE guests SET name = '{SECRET * 4}' WHERE id = 4")
    night.arrives(f"SELECT COUNT(*) FROM guests WHERE name = '{SECRET * 4}'", 1)
    settle(night)


def test_a_giant_transaction_sets_its_rows_aside(scenario):
    night = QuarantinedScenario(scenario, HELD, sections={"spool": {"block_size_kilobytes": 16}})
    night.spoil("INSERT INTO guests VALUES (1500, 'in the way', 1), (2900, 'in the way', 1)")
    night.change("INSERT INTO guests SELECT i, repeat('g', 30), 1 FROM generate_series(1001, 3000) AS i",
                 "UPDATE guests SET name = 'last' WHERE id IN (1499, 1500)", "INSERT INTO others VALUES (1)")
    night.arrives("SELECT COUNT(*) FROM others", 2)
    assert [(row["misfit"], row["place"]) for row in night.rows("held")] == [("duplicate_key", 499), ("duplicate_key", 1899)]
    assert [row["place"] for row in night.rows("waiting")] in ([2000], [2001])
    assert scenario.on_target("SELECT COUNT(*) FROM guests WHERE id > 1000 AND name <> 'in the way'") == ((1998,),)
    scenario.on_target("DELETE FROM guests WHERE name = 'in the way'")
    assert night.quarantine("retry", "--all")[0] == 0
    night.settled(3, "applied")
    settle(night)


class GuestWriter(Writer):
    """New guests, one in seven of whom is in the target already; and stays of all of them."""

    def prepare(self):
        self.next = 1_000

    def step(self):
        cursor = self.cursor()
        for _ in range(self.random.randrange(1, 6)):
            cursor.execute("INSERT INTO guests VALUES (%s, 'source', 1)", (self.next,))
            cursor.execute("INSERT INTO stays VALUES (%s, %s, 'source')", (self.next, self.next))
            self.next += 1
        self.connection.commit()


def test_kills_while_rows_are_set_aside_lose_and_double_nothing(scenario, soak, request):
    seed = request.config.getoption("--seed")
    night = QuarantinedScenario(scenario, HELD, quarantine_rows_max=1_000_000, group_transactions=20)
    taken = ", ".join(f"({number}, 'in the way', 1)" for number in range(1_001, 200_000, 7))
    scenario.on_target(f"INSERT INTO guests VALUES {taken}")
    writer = GuestWriter(scenario, seed)
    writer.prepare()
    writer.start()
    moments = random.Random(seed)
    for _ in range(KILLS_LONG if soak else KILLS_SHORT):
        time.sleep(moments.uniform(0.1, 1.0))  # the moment is what is random here
        assert scenario.replay.is_running, scenario.replay.said[-4000:]
        scenario.replay.kill()
        scenario.replay = scenario.start("replay")
        scenario.replay.wait_until_said("applying")
    writer.stop()
    scenario.drain(timeout=600)
    everything = [f"{number}" for number in range(1_000, writer.next)]
    for table, column in (("guests", "name"), ("stays", "note")):
        written = scenario.on_target(f"SELECT id FROM {table} WHERE id >= 1000 AND {column} = 'source'")
        held = [row["id"] for row in shown(night, table)]
        assert sorted([str(row[0]) for row in written] + held, key=int) == everything, table
    doubled = scenario.on_target(
        "SELECT COUNT(*) FROM (SELECT 1 FROM reverse_migration_quarantine GROUP BY stream, position, place"
        " HAVING COUNT(*) > 1) AS twice")
    assert doubled == ((0,),)


def shown(night, table):
    """The new images of what is held of a table."""
    numbers = [row["id"] for row in night.rows() if row["table"] == f"public.{table}"]
    assert numbers, table
    lines = []
    for start in range(0, len(numbers), ROWS_PER_SHOW):
        chunk = map(str, numbers[start:start + ROWS_PER_SHOW])
        lines += night.scenario.done("quarantine", "show", *chunk, "--json").splitlines()
    return [json.loads(line)["new"] for line in lines]
