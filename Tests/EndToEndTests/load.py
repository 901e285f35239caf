"""What writes on the source while a scenario runs. Every writer survives a source that is killed and comes back."""

import random
import re
import subprocess
import threading
import time

import psycopg2
import pymysql

SCRIPTS = (
    "oltp_insert", "oltp_write_only", "oltp_update_index", "oltp_write_only", "oltp_update_non_index",
    "oltp_write_only", "oltp_delete",
)


class Sysbench:
    """Debian's sysbench on the source: `tables` tables of `rows` rows at the start."""

    def __init__(self, scenario, tables=20, rows=500, threads=16):
        self.scenario, self.tables, self.rows, self.threads = scenario, tables, rows, threads
        self.complaint = ""

    @property
    def names(self):
        return [f"sbtest{number}" for number in range(1, self.tables + 1)]

    def command(self, script, verb, *options):
        value = lambda key: self.scenario.variable("source", key)  # noqa: E731
        return [
            "sysbench", script, "--db-driver=pgsql", f"--pgsql-host={value('HOST')}", f"--pgsql-port={value('PORT')}",
            f"--pgsql-user={value('USER')}", f"--pgsql-password={value('PASSWORD')}",
            f"--pgsql-db={self.scenario.name}", f"--tables={self.tables}", f"--table-size={self.rows}",
            f"--threads={self.threads}", *options, verb,
        ]

    def prepare(self):
        """Makes the tables on both sides with the same rows; before the slot exists."""
        subprocess.run(self.command("oltp_write_only", "prepare"), check=True, capture_output=True, timeout=120)
        self.create_target_tables(self.scenario.name)

    def create_target_tables(self, database):
        self.scenario.on_target(*(
            f"CREATE TABLE {name} (id INT NOT NULL PRIMARY KEY, k INT NOT NULL DEFAULT 0,"
            f" c CHAR(120) NOT NULL DEFAULT '', pad CHAR(60) NOT NULL DEFAULT '', KEY k_{name} (k)) ENGINE = InnoDB"
            for name in self.names
        ), database=database)
        self.scenario.copy_tables(*self.names, database=database)

    def run(self, script, events, seed=1, timeout=300):
        """Runs `events` transactions; how many were, or 0 when the source was lost on the way."""
        command = self.command(script, "run", f"--events={events}", "--time=0", f"--rand-seed={seed}")
        result = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
        self.complaint = result.stderr + result.stdout[-2000:] if result.returncode else ""
        match = re.search(r"transactions:\s+(\d+)", result.stdout)
        return int(match[1]) if match and result.returncode == 0 else 0


class Writer(threading.Thread):
    """Writes in a thread of its own until it is stopped; `step` is done over and over."""

    def __init__(self, scenario, seed=1):
        super().__init__(daemon=True)
        self.scenario, self.random = scenario, random.Random(seed)
        self.done = threading.Event()
        self.connection = self.failure = None
        self.steps = 0

    def run(self):
        while not self.done.is_set():
            try:
                self.step()
                self.steps += 1
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                self.connection = None  # the source was killed: what was not committed is gone, which is right
                self.done.wait(0.05)
            except Exception as failure:  # noqa: BLE001
                self.failure = failure
                return

    def cursor(self):
        if self.connection is None:
            self.connection = self.scenario.source()
            self.connection.autocommit = False
        return self.connection.cursor()

    def stop(self):
        self.done.set()
        self.join(60)
        if self.connection:
            self.connection.close()
        if self.failure:
            raise self.failure


class SysbenchWriter(Writer):
    """All of sysbench's writing tests in turn, in short runs."""

    def __init__(self, sysbench, events_per_run=400, seed=1):
        super().__init__(sysbench.scenario, seed)
        self.sysbench, self.events_per_run = sysbench, events_per_run
        self.transactions = 0

    def step(self):
        script = SCRIPTS[self.steps % len(SCRIPTS)]
        done = self.sysbench.run(script, self.events_per_run, seed=self.random.randrange(1, 2**31))
        self.transactions += done
        if not done:
            self.scenario.source().close()  # raises while the source is away


class KeylessWriter(Writer):
    """A table without a key, full of equal rows: each change must hit as many of them as it hit here."""

    def prepare(self):
        self.scenario.on_source(
            "CREATE TABLE keyless (number integer, word text)", "ALTER TABLE keyless REPLICA IDENTITY FULL")
        self.scenario.on_target("CREATE TABLE keyless (number INT, word TEXT) ENGINE = InnoDB")

    def step(self):
        number, word = self.random.choice([None, 1, 2, 3]), self.random.choice([None, "", "equal", "Equal "])
        one = "ctid = (SELECT ctid FROM keyless WHERE number IS NOT DISTINCT FROM %s LIMIT 1)"
        action = self.random.choice(["insert", "twins", "update", "update", "delete", "delete", "delete", "all"])
        cursor = self.cursor()
        if action == "insert":
            cursor.execute("INSERT INTO keyless VALUES (%s, %s)", (number, word))
        elif action == "twins":
            cursor.execute("INSERT INTO keyless VALUES (%s, %s), (%s, %s)", (number, word) * 2)
        elif action == "update":
            cursor.execute(f"UPDATE keyless SET word = %s WHERE {one}", (word, number))
        elif action == "delete":
            cursor.execute(f"DELETE FROM keyless WHERE {one}", (number,))
        elif self.random.random() < 0.05:
            cursor.execute("UPDATE keyless SET number = %s WHERE number = %s", (number, self.random.choice([1, 2, 3])))
        self.connection.commit()
        self.done.wait(0.002)


class TransferWriter(Writer):
    """Moves money between two tables and books it in a third, so that a torn transaction shows as a wrong sum."""

    ACCOUNTS, START = 20, 1000

    def prepare(self):
        tables = [
            "CREATE TABLE giro (id int PRIMARY KEY, balance bigint NOT NULL)",
            "CREATE TABLE savings (id int PRIMARY KEY, balance bigint NOT NULL)",
        ]
        fill = f"SELECT i, {self.START} FROM generate_series(1, {self.ACCOUNTS}) AS i"
        self.scenario.on_source(
            *tables, "CREATE TABLE bookings (id bigserial PRIMARY KEY, amount bigint NOT NULL)",
            f"INSERT INTO giro {fill}", f"INSERT INTO savings {fill}")
        self.scenario.on_target(*tables, "CREATE TABLE bookings (id bigint PRIMARY KEY, amount bigint NOT NULL)")
        self.scenario.copy_tables("giro", "savings")

    def step(self):
        amount, cursor = self.random.randint(-50, 50), self.cursor()
        giro, savings = self.random.randint(1, self.ACCOUNTS), self.random.randint(1, self.ACCOUNTS)
        cursor.execute("UPDATE giro SET balance = balance - %s WHERE id = %s", (amount, giro))
        cursor.execute("UPDATE savings SET balance = balance + %s WHERE id = %s", (amount, savings))
        cursor.execute("INSERT INTO bookings (amount) VALUES (%s)", (amount,))
        self.connection.commit()
        self.done.wait(0.002)


class TransferObserver(Writer):
    """Looks at the target all the while: in no snapshot may money be missing or doubled."""

    def __init__(self, scenario):
        super().__init__(scenario)
        self.expected = 2 * TransferWriter.ACCOUNTS * TransferWriter.START
        self.began = time.monotonic()

    def step(self):
        try:
            if self.connection is None:
                self.connection = self.scenario.target()
            with self.connection.cursor() as cursor:
                cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")
                cursor.execute("SELECT (SELECT SUM(balance) FROM giro), (SELECT SUM(balance) FROM savings)")
                giro, savings = cursor.fetchone()
                cursor.execute("SELECT COALESCE(SUM(amount), 0) FROM bookings")
                (booked,) = cursor.fetchone()
                self.connection.rollback()
        except (pymysql.err.OperationalError, pymysql.err.InterfaceError, OSError):
            self.connection = None  # the target was killed
            self.done.wait(0.05)
            return
        half = self.expected // 2
        assert (giro + booked, savings - booked) == (half, half), f"torn transaction: {giro}, {savings}, {booked}"
        self.done.wait(0.01)
