"""A pipeline whose target does not fit: guests, their stays, and a table that nothing is wrong with."""

import json

from environment import until

WORKERS = 4
SECRET = "row-value-that-nobody-may-read"
SOURCE_TABLES = (
    "CREATE TABLE guests (id int PRIMARY KEY, name text, room int)",
    "CREATE TABLE stays (id int PRIMARY KEY, guest int REFERENCES guests, note text)",
    "CREATE TABLE others (id int PRIMARY KEY)",
    "INSERT INTO guests SELECT i, 'guest', i FROM generate_series(1, 20) AS i",
    "INSERT INTO stays SELECT i, i, 'stay' FROM generate_series(1, 20) AS i",
)


class QuarantinedScenario:
    """A scenario with both processes running; `misfits` is that key of the configuration."""

    def __init__(self, scenario, misfits, has_foreign_key=True, sections=None, **replay):
        self.scenario = scenario
        scenario.write_config(slot={"runnable_num": WORKERS},
                              replay={"retry_delay_max_seconds": 1, "misfits": misfits} | replay, **(sections or {}))
        key = ", FOREIGN KEY (guest) REFERENCES guests (id)" if has_foreign_key else ""
        scenario.on_source(*SOURCE_TABLES)
        scenario.on_target(
            "CREATE TABLE guests (id INT PRIMARY KEY, name VARCHAR(40), room INT, CHECK (room < 1000)) ENGINE=InnoDB",
            f"CREATE TABLE stays (id INT PRIMARY KEY, guest INT, note VARCHAR(40){key}) ENGINE=InnoDB",
            "CREATE TABLE others (id INT PRIMARY KEY) ENGINE=InnoDB")
        scenario.copy_tables("guests", "stays")
        scenario.done("create")
        scenario.start_both()
        scenario.replay.wait_until_said("applying")
        # From here on replay knows the target's tables.
        scenario.on_source("UPDATE guests SET name = 'known' WHERE id = 20", "UPDATE stays SET note = 'known' WHERE id = 20",
                           "DELETE FROM stays WHERE id = 19", "INSERT INTO others VALUES (0)")
        self.arrives("SELECT COUNT(*) FROM others", 1)

    def spoil(self, *statements):
        """Changes the target behind replay's back."""
        self.scenario.on_target("SET foreign_key_checks = 0", *statements)

    def change(self, *statements):
        """One transaction of the source."""
        self.scenario.on_source("; ".join(("BEGIN", *statements, "COMMIT")))

    def arrives(self, query, value):
        until(lambda: self.scenario.on_target(query) == ((value,),) or self.has_ended(), f"for {value} from {query}")
        assert self.scenario.on_target(query) == ((value,),), self.scenario.replay.said

    def has_ended(self):
        return not self.scenario.replay.is_running

    def rows(self, state=None):
        """What `quarantine ls` says."""
        states = ["--state", state] if state else []
        return [json.loads(line) for line in self.scenario.done("quarantine", "ls", "--json", *states).splitlines()]

    def settled(self, count, state):
        """The rows in a state, once there are so many."""
        return until(lambda: len(rows := self.rows(state)) >= count and rows, f"for {count} rows that are {state}")

    def quarantine(self, *words):
        """Runs the verb; its exit code and all that it said."""
        result = self.scenario.run("quarantine", *words)
        return result.returncode, result.stdout + result.stderr

    def status(self):
        return json.loads(self.scenario.done("status", "--json"))["quarantine"]
