"""What replay's own progress table costs: the server's time in its statements, as MySQL's performance schema counts it.

Replay has no switch that leaves the progress out, and shall have none: without it nothing is exactly once. So the rate without it is worked out: the
time that the workers spent on it is taken from the time of the whole run.
"""

from samples import summary
from sides.replay_side import ReplaySide
from target_state import make_ready, require
from workloads.prepared import prepare
from workplace import BenchError, say

KIND = "mysql"
LOADS = ("insert-only", "write-only")
# A share of a few hundredths needs no median.
RUNS_MAX = 1
TABLE = "reverse_migration_progress"
PICOSECONDS = 1e12
# What one statement took is summed over all threads, so several workers can take more than the clock shows.
QUERY = (
    "SELECT COALESCE(SUM(COUNT_STAR), 0), COALESCE(SUM(SUM_TIMER_WAIT), 0) FROM"
    " performance_schema.events_statements_summary_by_digest WHERE SCHEMA_NAME = DATABASE()")
# Making the table is done once in a target's life.
PROGRESS = f" AND DIGEST_TEXT LIKE '%{TABLE}%' AND DIGEST_TEXT NOT LIKE 'CREATE %'"


def measure_progress(workplace, choice):
    if KIND not in choice.targets:
        say("the progress table's cost is not measured: only MySQL has its performance schema on")
        return {"workloads": {}}
    side = ReplaySide(workplace, choice.workers, choice.replay_options)
    return {"workers": choice.workers, "workloads": {name: measure_load(workplace, choice, side, name) for name in LOADS}}


def measure_load(workplace, choice, side, name):
    prepared = prepare(workplace, name, choice)
    runs = [run(workplace, side, prepared, choice.workers) for _ in range(min(choice.runs, RUNS_MAX))]
    return {
        "rows_per_second": summary((run["rows_per_second"] for run in runs), digits=0),
        "rows_per_second_without": summary((run["rows_per_second_without"] for run in runs), digits=0),
        "share_of_time": summary((run["share_of_time"] for run in runs), digits=4),
        "runs": runs,
    }


def run(workplace, side, prepared, workers):
    make_ready(workplace, KIND, prepared)
    workplace.on_target(KIND, "TRUNCATE performance_schema.events_statements_summary_by_digest")
    measurement = side.measure(prepared, KIND, None)
    statements, seconds = statement_seconds(workplace, PROGRESS)
    all_statements, all_seconds = statement_seconds(workplace, "")
    require(workplace, KIND, prepared, side.moment, side.title)
    if not statements:
        raise BenchError(f"MySQL counted no statement on {TABLE}: its cost cannot be told.")
    share = seconds / workers / measurement.seconds
    say(f"progress table, {prepared.workload.name}: {statements} statements, {100 * share:.1f} % of the time")
    return {
        "rows_per_second": measurement.rows_per_second,
        "rows_per_second_without": measurement.rows_per_second / (1 - share),
        "share_of_time": share, "statements": statements, "statement_seconds": seconds,
        "all_statements": all_statements, "all_statement_seconds": all_seconds,
    }


def statement_seconds(workplace, condition):
    with workplace.target(KIND) as connection, connection.cursor() as cursor:
        cursor.execute(QUERY + condition)
        count, picoseconds = cursor.fetchone()
    return int(count), int(picoseconds) / PICOSECONDS
