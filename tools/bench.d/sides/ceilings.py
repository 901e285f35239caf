"""The same rows over two connections with what MySQL takes fastest: LOAD DATA LOCAL and INSERT of many rows."""

import concurrent.futures
import threading
import time

from target_state import load_statement
from workplace import BenchError

from .side import Measurement, Side

CONNECTIONS = 2
ROWS_PER_INSERT = 1_000
BYTES_PER_INSERT = 1 << 20


class Ceiling(Side):
    """From the first statement to the last commit; connections stand and statements are made before."""

    def suits(self, prepared, kind):
        return bool(prepared.insert_files)

    def statements(self, table, path):
        """Each commits by itself."""
        raise NotImplementedError

    def apply(self, prepared, kind, variant):
        files = [(table, path) for table, paths in prepared.insert_files.items() for path in paths]
        shares = [
            [statement for table, path in files[number::CONNECTIONS] for statement in self.statements(table, path)]
            for number in range(CONNECTIONS)]
        start = threading.Barrier(CONNECTIONS + 1)
        with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
            jobs = [pool.submit(self.run, kind, share, start) for share in shares]
            start.wait()
            began = time.monotonic()
            rows = sum(job.result() for job in jobs)
            seconds = time.monotonic() - began
        if rows != prepared.rows:
            raise BenchError(f"{self.title} brought {rows} rows into {kind} instead of {prepared.rows}.")
        return Measurement(rows, seconds)

    def run(self, kind, statements, start):
        try:
            # Without TLS, as replay.
            connection = self.workplace.target(kind, encrypted=False)
        except Exception:
            start.abort()
            raise
        with connection:
            start.wait()
            return sum(connection.query(statement) for statement in statements)


class LoadDataSide(Ceiling):
    name = "load-data"
    title = "LOAD DATA LOCAL, two connections"

    def statements(self, table, path):
        return [load_statement(path, table)]


class MultiRowInsertSide(Ceiling):
    name = "multi-row-insert"
    title = "INSERT of 1,000 rows, two connections"

    def statements(self, table, path):
        made, rows, size = [], [], 0
        head = b"INSERT INTO %s VALUES " % table.encode()
        with open(path, "rb") as file:
            for line in file:
                rows.append(b"('" + line[:-1].replace(b"\t", b"','") + b"')")
                size += len(line)
                if len(rows) == ROWS_PER_INSERT or size >= BYTES_PER_INSERT:
                    made.append(head + b",".join(rows))
                    rows, size = [], 0
        return made + ([head + b",".join(rows)] if rows else [])
