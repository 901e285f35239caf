"""The peak memory of both processes with one transaction of very many rows."""

from workplace import PLUGIN, say

COLUMNS = "(id int PRIMARY KEY, number bigint, word varchar(100), moment {moment})"

# The workload of a giant has a spool of its own, named after it.
SLOT = "one_transaction"


def measure_giant(workplace, rows):
    say(f"one transaction of {rows} rows")
    write(workplace, rows)
    end = workplace.on_source("SELECT pg_current_wal_lsn()")
    capture = workplace.verb("capture", workplace.configuration(SLOT), "--until-lsn", end)
    timing = workplace.finished(capture)
    return {
        "rows": rows,
        "capture_peak_megabytes": timing.peak_megabytes,
        "capture_seconds": timing.seconds,
        "replay": {kind: replay(workplace, kind, end) for kind in workplace.targets},
    }


def write(workplace, rows):
    workplace.on_source(f"CREATE TABLE giant {COLUMNS.format(moment='timestamp(6)')}")
    workplace.on_source(f"SELECT pg_create_logical_replication_slot('{SLOT}', '{PLUGIN}')", superuser=True)
    workplace.on_source(
        "INSERT INTO giant SELECT i, i * 7919::bigint, repeat(md5(i::text), 3),"
        f" timestamp '2026-01-01' + i * interval '1 ms' FROM generate_series(1, {rows}) AS i")


def replay(workplace, kind, end):
    workplace.empty_target(kind, f"CREATE TABLE giant {COLUMNS.format(moment='datetime(6)')} ENGINE = InnoDB")
    timing = workplace.finished(workplace.verb("replay", workplace.configuration(SLOT, kind), "--until-lsn", end))
    workplace.compare(kind, "giant")
    return {"peak_megabytes": timing.peak_megabytes, "seconds": timing.seconds}
