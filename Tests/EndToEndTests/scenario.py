"""What each test works in: databases, a slot, a spool and a configuration of its own on the session's servers."""

import contextlib
import json
import subprocess

import psycopg2
import pymysql

from environment import ROOT, until
from process import Process, run

ROWS_PER_COPY = 500


class Scenario:
    """One pipeline from a fresh source database into a fresh target database of the same name."""

    def __init__(self, environment, kind, name, directory):
        self.environment, self.kind, self.name, self.directory = environment, kind, name, directory
        self.spool = directory / "spool"
        self.spool.mkdir()
        self.config = directory / "config.yaml"
        self.env_file = directory / "env"
        self.running, self.target_databases = [], []
        self.capture = self.replay = None
        self.create_databases()
        self.write_config()

    # Servers

    def variable(self, server, key):
        return self.environment.variables.get(f"{server.upper()}_{key}", "")

    def source(self, database=None, superuser=False):
        """A connection to the source that commits each statement by itself."""
        user, password = ("SUPERUSER", "SUPERUSER_PASSWORD") if superuser else ("USER", "PASSWORD")
        connection = psycopg2.connect(
            host=self.variable("source", "HOST"), port=self.variable("source", "PORT"),
            user=self.variable("source", user), password=self.variable("source", password),
            dbname=database or self.name, connect_timeout=10,
        )
        connection.autocommit = True
        return connection

    def target(self, database=None, kind=None):
        """A connection to the target that commits each statement by itself."""
        kind = kind or self.kind
        return pymysql.connect(
            host=self.variable(kind, "HOST"), port=int(self.variable(kind, "PORT")),
            user=self.variable(kind, "USER"), password=self.variable(kind, "PASSWORD"),
            database=self.name if database is None else database or None, charset="utf8mb4", autocommit=True,
            init_command="SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'",
            connect_timeout=10, local_infile=True,
            # MySQL's own way to log in wants TLS; its certificate is one that it made for itself.
            ssl={"check_hostname": False} if kind == "mysql" else None,
        )

    def create_databases(self):
        self.create_source_database()
        self.create_target_database(self.name)

    def create_source_database(self, encoding="UTF8"):
        """In the place of the one that was there."""
        connection = self.source(self.variable("source", "DATABASE"), superuser=True)
        cursor = connection.cursor()
        cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}"')
        template = "" if encoding == "UTF8" else f" TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING '{encoding}'"
        cursor.execute(f'CREATE DATABASE "{self.name}" OWNER "{self.variable("source", "USER")}"{template}')
        connection.close()

    def create_target_database(self, name):
        with self.target("") as connection:
            connection.cursor().execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        self.target_databases.append(name)

    def on_source(self, *statements):
        """Runs statements; the rows of the last one, if it has any."""
        connection = self.source()
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else None
        connection.close()
        return rows

    def on_target(self, *statements, database=None):
        connection = self.target(database)
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()

    def copy_tables(self, *tables, database=None):
        """Brings rows that the source has already into the target's empty tables; before the slot exists."""
        # Closed in any case: a transaction that stayed open would keep the database from being dropped.
        with contextlib.closing(self.source()) as connection, self.target(database) as target:
            connection.autocommit = False
            target.begin()
            for table in tables:
                with connection.cursor(f"copy_{table}") as rows, target.cursor() as out:
                    rows.itersize = ROWS_PER_COPY
                    rows.execute(f"SELECT * FROM {table}")
                    while block := rows.fetchmany(ROWS_PER_COPY):
                        places = ",".join(["%s"] * len(block[0]))
                        out.executemany(f"INSERT INTO {table} VALUES ({places})", block)
            target.commit()

    # Configuration

    def write_config(self, path=None, **sections):
        """Writes a configuration; `sections` change or add keys, and a key with the value None is left out."""
        path = path or self.config
        defaults = {
            "og_conn": {
                "host": self.variable("source", "HOST"), "port": int(self.variable("source", "PORT")),
                "user": self.variable("source", "USER"), "password": self.variable("source", "PASSWORD"),
                "database": self.name,
            },
            "slot": {"name": self.name},
            "mysql": {
                "host": self.variable(self.kind, "HOST"), "port": int(self.variable(self.kind, "PORT")),
                "user": self.variable(self.kind, "USER"), "password": self.variable(self.kind, "PASSWORD"),
                "database": self.name,
            },
            "spool": {"directory": str(self.spool), "segment_size_megabytes": 1},
            "capture": {"reconnect_delay_max_seconds": 1},
            "replay": {"retry_delay_max_seconds": 1},
        }
        lines = []
        for section in defaults | sections:
            keys = defaults.get(section, {}) | sections.get(section, {})
            lines.append(f"{section}:")
            # A JSON scalar is a YAML scalar.
            lines += [f"  {key}: {json.dumps(value)}" for key, value in keys.items() if value is not None]
        path.write_text("\n".join(lines) + "\n")
        path.chmod(0o600)
        return path

    # The product

    def run(self, *words, config=None, timeout=120):
        """Runs a verb to its end."""
        return run([*words, "--config", config or self.config], timeout=timeout)

    def done(self, *words, **options):
        """Runs a verb that must succeed; what it printed."""
        result = self.run(*words, **options)
        assert result.returncode == 0, f"{words} ended with {result.returncode}:\n{result.stdout}{result.stderr}"
        return result.stdout

    def start(self, *words, config=None, log=None):
        """Starts a verb that runs until it is stopped."""
        log = self.directory / f"{log or words[0]}.log"
        process = Process([*words, "--config", config or self.config], log)
        self.running.append(process)
        return process

    def start_both(self):
        self.capture, self.replay = self.start("capture"), self.start("replay")

    def source_position(self):
        return self.on_source("SELECT pg_current_wal_lsn()")[0][0]

    def drain(self, timeout=120):
        """Stops both, which must be graceful, and lets each run to the source's present end."""
        for process in (self.capture, self.replay):
            if process:
                assert process.stop() == 0, process.said
        end = self.source_position()
        self.capture = self.start("capture", "--until-lsn", end)
        assert self.capture.wait(timeout) == 0, self.capture.said
        self.replay = self.start("replay", "--until-lsn", end)
        assert self.replay.wait(timeout) == 0, self.replay.said

    def compare(self, *tables, database=None):
        """Fails unless the tables, or all of the source's, are equal row by row on both sides."""
        overrides = {"SOURCE_DATABASE": self.name, f"{self.kind.upper()}_DATABASE": database or self.name}
        original = (self.environment.directory / "env").read_text()
        self.env_file.write_text(original + "".join(f"\n{key}='{value}'" for key, value in overrides.items()) + "\n")
        command = [
            ROOT / "tools" / "compare-databases", "--env", self.env_file, "--target", self.kind,
            "--source-schema", "public", "--target-database", database or self.name, *tables,
        ]
        result = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        assert result.returncode == 0, f"compare-databases: {result.returncode}\n{result.stdout}{result.stderr}"
        return result.stdout

    def clean_up(self):
        """Ends what still runs and removes slots and databases; the source would keep its log for a slot."""
        for process in self.running:
            if process.is_running:
                process.kill()
        connection = self.source(self.variable("source", "DATABASE"), superuser=True)
        cursor = connection.cursor()
        slots = "FROM pg_replication_slots WHERE database = %s"
        cursor.execute(f"SELECT pg_terminate_backend(active_pid) {slots} AND active", [self.name])
        until(lambda: self.count(cursor, f"{slots} AND active") == 0, "for readers of the slot to go")
        cursor.execute(f"SELECT pg_drop_replication_slot(slot_name) {slots}", [self.name])
        cursor.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')
        connection.close()
        for name in self.target_databases:
            self.on_target(f"DROP DATABASE `{name}`", database="")

    def count(self, cursor, rest):
        cursor.execute(f"SELECT count(*) {rest}", [self.name])
        return cursor.fetchone()[0]
