"""Promise 2 for parallel replay: replay and the target are killed under load, over and over, and every table comes out equal."""

import random
import time

from load import KeylessWriter, Sysbench, SysbenchWriter, TransferObserver, TransferWriter, Writer
from process import EXIT_UNREACHABLE

KILLS_SHORT, KILLS_LONG = 16, 200
WORKERS = 4


class NameWriter(Writer):
    """A table with two unique keys, whose values move from row to row: exchanged, given away, and spelled anew."""

    ROWS = 30

    def prepare(self):
        # The target calls Name 3 and name 3 equal; the source never has both at a time.
        self.scenario.on_source(
            "CREATE TABLE names (id int PRIMARY KEY, name text NOT NULL UNIQUE, place int UNIQUE)",
            "ALTER TABLE names REPLICA IDENTITY FULL",
            f"INSERT INTO names SELECT i, 'name ' || i, i FROM generate_series(1, {self.ROWS}) AS i")
        self.scenario.on_target(
            "CREATE TABLE names (id INT PRIMARY KEY, name VARCHAR(40) COLLATE utf8mb4_general_ci NOT NULL UNIQUE,"
            " place INT UNIQUE) ENGINE = InnoDB")
        self.scenario.copy_tables("names")

    def step(self):
        one, other = self.random.sample(range(1, self.ROWS + 1), 2)
        cursor = self.cursor()
        getattr(self, self.random.choice(["swap", "swap_slowly", "respell", "come_and_go"]))(cursor, one, other)
        self.connection.commit()
        self.done.wait(0.002)

    def swap(self, cursor, one, other, between=lambda: None):
        cursor.execute("SELECT id, name FROM names WHERE id IN (%s, %s)", (one, other))
        names = dict(cursor.fetchall())
        if len(names) < 2:
            return
        update = "UPDATE names SET name = %s WHERE id = %s"
        for name, row in ((f"parked {one}", one), (names[one], other), (names[other], one)):
            cursor.execute(update, (name, row))
            between()

    def swap_slowly(self, cursor, one, other):
        """In three transactions."""
        self.swap(cursor, one, other, self.connection.commit)

    def respell(self, cursor, one, _):
        change = self.random.choice(["upper(name)", "lower(name)"])
        cursor.execute(f"UPDATE names SET name = {change}, place = NULL WHERE id = %s", (one,))
        cursor.execute("UPDATE names SET place = %s WHERE id = %s", (one, one))

    def come_and_go(self, cursor, one, _):
        cursor.execute("DELETE FROM names WHERE id = %s RETURNING name, place", (one,))
        gone = cursor.fetchone()
        if self.random.random() < 0.5:
            self.connection.commit()
        if gone:
            cursor.execute("INSERT INTO names VALUES (%s, %s, %s)", (one, gone[0].swapcase(), gone[1]))


class ReplayAssassin:
    """Kills replay and its target by turns, each at a random moment after replay has begun to apply."""

    def __init__(self, scenario, seed):
        self.scenario, self.random = scenario, random.Random(seed)
        self.kills = 0

    def strike(self):
        time.sleep(self.random.uniform(0.05, 1.0))  # the moment is what is random here
        self.revive_what_gave_up()
        if self.kills % 2:
            self.scenario.environment.kill(self.scenario.kind)
            self.scenario.environment.revive(self.scenario.kind)
        else:
            self.scenario.replay.kill()
            self.restart()
        self.kills += 1

    def revive_what_gave_up(self):
        """A replay that met a dead server at its own start has ended with "unreachable"; with nothing else."""
        if not self.scenario.replay.is_running:
            assert self.scenario.replay.child.returncode == EXIT_UNREACHABLE, self.scenario.replay.said[-4000:]
            self.restart()

    def restart(self):
        self.scenario.replay = self.scenario.start("replay")
        if self.random.random() < 0.8:  # now and then it dies while it starts
            self.scenario.replay.wait_until_said("applying")


def test_replay_and_target_are_killed_again_and_again(scenario, soak, request, record_property):
    seed = request.config.getoption("--seed")
    scenario.write_config(slot={"runnable_num": WORKERS}, replay={"retry_delay_max_seconds": 1, "group_transactions": 50})
    sysbench = Sysbench(scenario, tables=8, rows=300, threads=8)
    sysbench.prepare()
    writers = [SysbenchWriter(sysbench, 300, seed), KeylessWriter(scenario, seed), TransferWriter(scenario, seed),
               NameWriter(scenario, seed)]
    for writer in writers[1:]:
        writer.prepare()
    writers.append(TransferObserver(scenario))
    scenario.done("create")
    scenario.start_both()
    for writer in writers:
        writer.start()

    assassin = ReplayAssassin(scenario, seed)
    while assassin.kills < (KILLS_LONG if soak else KILLS_SHORT):
        assassin.strike()
        assert not any(writer.failure for writer in writers), [writer.failure for writer in writers]
    for writer in writers:
        writer.stop()
    assassin.revive_what_gave_up()

    began = time.monotonic()
    scenario.drain(timeout=1800)
    record_property("kills", assassin.kills)
    record_property("drain_seconds", round(time.monotonic() - began, 1))
    record_property("transactions", applied_transactions(scenario))
    scenario.compare(*sysbench.names, "keyless", "giro", "savings", "bookings", "names")
    assert writers[4].steps > 0, "the observer never saw the target"


def applied_transactions(scenario):
    return int(scenario.on_target("SELECT SUM(transactions) FROM reverse_migration_progress")[0][0])
