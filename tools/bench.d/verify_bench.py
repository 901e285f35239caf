"""Verify against scans of the same tables on both sides at the same time, in one run.

The scans are what a comparison cannot do without: every row of both sides is read, and one small number of it is looked at.
"""

import concurrent.futures
import dataclasses
import json
import time

from samples import alternately, summary
from workplace import BenchError, Workplace, say

SLOT = "verify"
COLUMNS = (
    "(id int PRIMARY KEY, k int NOT NULL, c char(120) NOT NULL, pad char(60) NOT NULL, amount {decimal}(12,2),"
    " moment {moment}(6))")
SCAN = "SELECT COUNT(*), MAX(LENGTH(c)) FROM verified"


def measure_verify(workplace, targets, rows, pairs):
    """For each target: rows a second of verify and of the scans, and the one over the other."""
    fill_source(workplace, rows)
    results = {}
    for kind in targets:
        fill_target(workplace, kind, rows)
        say(f"verify and scans of {rows} rows on both sides, {kind}, {pairs} times each")
        runs = alternately(pairs, lambda _: verify(workplace, kind, rows), lambda _: scan(workplace, kind, rows))
        ours, theirs = zip(*runs)
        results[kind] = {
            "rows": rows,
            "ratio": summary(their / our.seconds for our, their in runs),
            "rows_per_second": summary((rows / our.seconds for our in ours), digits=0),
            "scan_rows_per_second": summary((rows / their for their in theirs), digits=0),
            "cpu_seconds": summary(our.cpu_seconds for our in ours),
            "peak_megabytes": max(our.peak_megabytes for our in ours),
            "runs": [{"verify": dataclasses.asdict(our), "scan": {"seconds": round(their, 4)}} for our, their in runs],
        }
    return results


def fill_source(workplace, rows):
    say(f"making {rows} rows")
    workplace.on_source(
        "DROP TABLE IF EXISTS verified", f"CREATE TABLE verified {COLUMNS.format(decimal='numeric', moment='timestamp')}",
        "INSERT INTO verified SELECT i, i * 7 % 100003, md5(i::text) || md5((i + 1)::text) || '-' || i, md5((i * 3)::text),"
        f" i / 100.0, timestamp '2026-01-01' + i * interval '1.5 ms' FROM generate_series(1, {rows}) AS i")
    # Hint bits and statistics: as in a database that is in use.
    workplace.on_source("VACUUM ANALYZE verified")
    connection = workplace.source()
    with open(workplace.path("verified.tsv"), "w", encoding="utf-8") as file:
        connection.cursor().copy_expert("COPY (SELECT * FROM verified ORDER BY id) TO STDOUT", file)
    connection.close()


def fill_target(workplace, kind, rows):
    workplace.empty_target(
        kind, f"CREATE TABLE verified {COLUMNS.format(decimal='decimal', moment='datetime')} ENGINE = InnoDB")
    workplace.on_target(
        kind, f"LOAD DATA LOCAL INFILE '{workplace.path('verified.tsv')}' INTO TABLE verified CHARACTER SET utf8mb4",
        "ANALYZE TABLE verified")
    if workplace.on_target(kind, "SELECT COUNT(*) FROM verified") != rows:
        raise BenchError(f"LOAD DATA did not bring {rows} rows into {kind}.")


def verify(workplace, kind, rows):
    """From the start of the process to its end; counts only when it compared every row and found all equal."""
    process = workplace.verb(
        "verify", workplace.configuration(SLOT, kind), "--json", "--fresh", "--tables", "public.verified")
    timing = workplace.finished(process)
    with open(process.log, encoding="utf-8") as file:
        end = json.loads([line for line in file if line.startswith('{"event":"summary"')][-1])
    if (end["source_rows"], end["target_rows"], end["equal"]) != (rows, rows, True):
        raise BenchError(f"verify compared {end['source_rows']} and {end['target_rows']} rows instead of {rows}.")
    return timing


def scan(workplace, kind, rows):
    """Seconds until both sides have gone through all their rows, at the same time."""
    def of_source():
        return workplace.on_source("SET max_parallel_workers_per_gather = 0", SCAN)

    with concurrent.futures.ThreadPoolExecutor() as pool:
        began = time.monotonic()
        found = [job.result() for job in (pool.submit(of_source), pool.submit(workplace.on_target, kind, SCAN))]
        seconds = time.monotonic() - began
    if found != [rows, rows]:
        raise BenchError(f"the scans found {found} rows instead of {rows} each.")
    return seconds
