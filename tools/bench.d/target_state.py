"""A target before and after something is timed: fresh tables without work left over, and the right rows in the end."""

import time

from workplace import BenchError

SECONDS_TO_SETTLE = 60
# The server's own tables are never quite clean.
DIRTY_PAGES_LEFT = 50
DIRTY_PAGES = "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'"


def make_ready(workplace, kind, prepared):
    """The workload's tables with their first rows, everything written to its place on the disk."""
    workplace.empty_target(kind, *(table.definition for table in prepared.workload.tables))
    with workplace.target(kind) as connection, connection.cursor() as cursor:
        # What is loaded here is no change that a replica should see.
        cursor.execute("SET SESSION sql_log_bin = 0")
        for table, paths in prepared.initial_files.items():
            for path in paths:
                cursor.execute(load_statement(path, table))
    settle(workplace, kind)


def load_statement(path, table):
    return f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {table} CHARACTER SET utf8mb4"


def settle(workplace, kind):
    """Lets the server write all pages now, and not while something is timed."""
    with workplace.target(kind) as connection, connection.cursor() as cursor:
        usual = last_of_row(cursor, "SELECT @@GLOBAL.innodb_max_dirty_pages_pct")
        cursor.execute("SET GLOBAL innodb_max_dirty_pages_pct = 0")
        deadline = time.monotonic() + SECONDS_TO_SETTLE
        while int(last_of_row(cursor, DIRTY_PAGES)) > DIRTY_PAGES_LEFT and time.monotonic() < deadline:
            time.sleep(0.05)
        cursor.execute(f"SET GLOBAL innodb_max_dirty_pages_pct = {usual}")


def last_of_row(cursor, query):
    cursor.execute(query)
    return cursor.fetchone()[-1]


def require(workplace, kind, prepared, moment, side):
    """Figures count only when the target holds exactly what the changes up to `moment` leave behind."""
    with workplace.target(kind) as connection, connection.cursor() as cursor:
        for table in prepared.workload.tables:
            cursor.execute(table.checksum_query)
            found, wanted = tuple(map(int, cursor.fetchone())), prepared.states[moment][table.name]
            if found != wanted:
                raise BenchError(
                    f"after {side} of {prepared.workload.name}, {kind} holds {found[0]} rows with the checksum {found[1]}"
                    f" in {table.name} instead of {wanted[0]} with {wanted[1]}.")
