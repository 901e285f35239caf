"""The changes that are measured: one-row transactions of sysbench's oltp_insert into empty tables."""

import os
import subprocess

from workplace import BenchError, say

TABLES = 4
THREADS = 8
SECONDS_TO_WRITE = 3600


class SysbenchLoad:
    """`transactions` rows in four tables, one transaction each, and where they end in the source's log."""

    tables = [f"sbtest{number}" for number in range(1, TABLES + 1)]

    def __init__(self, workplace, transactions):
        self.workplace, self.transactions = workplace, transactions
        self.end = None

    def create_source_tables(self):
        for table in self.tables:
            self.workplace.on_source(
                f"CREATE TABLE {table} (id SERIAL PRIMARY KEY, k INTEGER NOT NULL DEFAULT 0,"
                " c CHAR(120) NOT NULL DEFAULT '', pad CHAR(60) NOT NULL DEFAULT '')",
                f"CREATE INDEX k_{table} ON {table} (k)")

    @property
    def target_tables(self):
        return [
            f"CREATE TABLE {table} (id INT NOT NULL PRIMARY KEY, k INT NOT NULL DEFAULT 0,"
            f" c CHAR(120) NOT NULL DEFAULT '', pad CHAR(60) NOT NULL DEFAULT '', KEY k_{table} (k)) ENGINE = InnoDB"
            for table in self.tables
        ]

    def write(self):
        """The last transaction is ours: it syncs all the others, and its end is where each reader stops by itself."""
        say(f"writing {self.transactions} transactions on the source")
        self.run_sysbench(self.transactions - 1)
        self.end = self.workplace.on_source(
            "INSERT INTO sbtest1 (k, c, pad) SELECT k, c, pad FROM sbtest1 ORDER BY id LIMIT 1",
            "SELECT pg_current_wal_lsn()")
        # What the source would else do by itself while something is timed.
        self.workplace.on_source("VACUUM (ANALYZE)", "CHECKPOINT", superuser=True)
        rows = sum(self.workplace.on_source(f"SELECT count(*) FROM {table}") for table in self.tables)
        if rows != self.transactions:
            raise BenchError(f"the source holds {rows} rows instead of {self.transactions}; sysbench left some out.")

    def run_sysbench(self, events):
        value = self.workplace.variables
        command = [
            "sysbench", "oltp_insert", "--db-driver=pgsql", f"--pgsql-host={value['SOURCE_HOST']}",
            f"--pgsql-port={value['SOURCE_PORT']}", f"--pgsql-user={value['SOURCE_USER']}",
            f"--pgsql-password={value['SOURCE_PASSWORD']}", f"--pgsql-db={value['SOURCE_DATABASE']}",
            f"--tables={TABLES}", f"--table-size={self.transactions}", f"--threads={THREADS}", f"--events={events}",
            "--time=0", "--rand-seed=1", "run",
        ]
        # How fast the load comes is not measured.
        environment = os.environ | {"PGOPTIONS": "-c synchronous_commit=off"}
        result = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=SECONDS_TO_WRITE, check=False)
        if result.returncode != 0:
            words = (result.stderr + result.stdout).strip()[-600:]
            raise BenchError(f"sysbench ended with {result.returncode}; it said: {words}")

    def export(self):
        """Each table in a file for LOAD DATA; returns table to file."""
        files = {table: self.workplace.path(f"{table}.txt") for table in self.tables}
        connection = self.workplace.source()
        for table, path in files.items():
            with open(path, "wb") as file:
                connection.cursor().copy_expert(f"COPY {table} TO STDOUT", file)
        connection.close()
        return files
