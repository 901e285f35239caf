"""Replay of a finished spool against LOAD DATA LOCAL INFILE of the same rows over two connections side by side."""

import concurrent.futures
import dataclasses
import threading
import time

from samples import alternately, summary
from workplace import BenchError, say

CONNECTIONS = 2
# The server goes on writing pages after a database was dropped and made anew.
SECONDS_TO_SETTLE = 2


def measure_replay(workplace, load, kind, pairs):
    files = load.export()
    say(f"replay and LOAD DATA into {kind}, {pairs} times each")
    runs = alternately(
        pairs, lambda _: replay(workplace, load, kind), lambda _: load_data(workplace, load, kind, files))
    ours, theirs = zip(*runs)
    return {
        "rows": load.transactions,
        "ratio": summary(their / our.seconds for our, their in runs),
        "rows_per_second": summary((load.transactions / our.seconds for our in ours), digits=0),
        "load_data_rows_per_second": summary((load.transactions / their for their in theirs), digits=0),
        "cpu_seconds": summary(our.cpu_seconds for our in ours),
        "peak_megabytes": max(our.peak_megabytes for our in ours),
        "runs": [{"replay": dataclasses.asdict(our), "load_data": {"seconds": round(their, 4)}} for our, their in runs],
    }


def prepare(workplace, load, kind):
    workplace.empty_target(kind, *load.target_tables)
    time.sleep(SECONDS_TO_SETTLE)


def replay(workplace, load, kind):
    """From the start of the process, with all that it looks up; counts only when it brought the right rows."""
    prepare(workplace, load, kind)
    configuration = workplace.configuration("replay", kind, load.spool)
    timing = workplace.finished(workplace.verb("replay", configuration, "--until-lsn", load.end))
    workplace.compare(kind, *load.tables)
    return timing


def load_data(workplace, load, kind, files):
    """Seconds from the first statement to the last commit; the connections stand already."""
    prepare(workplace, load, kind)
    start = threading.Barrier(CONNECTIONS + 1)
    shares = [list(files.items())[number::CONNECTIONS] for number in range(CONNECTIONS)]
    with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
        jobs = [pool.submit(load_share, workplace, kind, share, start) for share in shares]
        start.wait()
        began = time.monotonic()
        rows = sum(job.result() for job in jobs)
        seconds = time.monotonic() - began
    if rows != load.transactions:
        raise BenchError(f"LOAD DATA brought {rows} rows into {kind} instead of {load.transactions}.")
    return seconds


def load_share(workplace, kind, share, start):
    try:
        # Without TLS, as replay.
        connection = workplace.target(kind, encrypted=False)
    except Exception:
        start.abort()
        raise
    with connection, connection.cursor() as cursor:
        start.wait()
        return sum(
            cursor.execute(f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {table} CHARACTER SET utf8mb4")
            for table, path in share)
