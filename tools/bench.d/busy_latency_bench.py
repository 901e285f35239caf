"""How long a row takes from its commit on the source until the target shows it, while five hundred a second come."""

import multiprocessing
import statistics
import time

from target_state import settle
from workplace import PLUGIN, BenchError, say

SLOT = "busy_latency"
WRITERS = 2
TRANSACTIONS_PER_SECOND = 500
WARM_UP_SECONDS = 3
SECONDS_TO_APPEAR = 60
PAUSE_SECONDS = 0.001
TEXT = "x" * 100


def measure_busy_latency(workplace, choice):
    """Milliseconds from a commit's return; writers and watcher are on this machine, so they have one clock."""
    kind, seconds = choice.targets[-1], choice.number(full=30, quick=6)
    say(f"{TRANSACTIONS_PER_SECOND} commits a second for {seconds} s, watched in {kind}")
    workplace.on_source("CREATE TABLE busy (id int PRIMARY KEY, word varchar(100) NOT NULL)")
    workplace.empty_target(kind, "CREATE TABLE busy (id INT NOT NULL PRIMARY KEY, word VARCHAR(100) NOT NULL) ENGINE = InnoDB")
    workplace.on_source(f"SELECT pg_create_logical_replication_slot('{SLOT}', '{PLUGIN}')", superuser=True)
    settle(workplace, kind)
    configuration = workplace.configuration(
        SLOT, kind, decoding={"runnable_num": choice.workers}, replay=choice.replay_options)
    processes = [workplace.verb(verb, configuration) for verb in ("capture", "replay")]
    try:
        committed, seen, polls = write_and_watch(workplace, kind, processes, WARM_UP_SECONDS + seconds)
    finally:
        for process in processes:
            if process.is_running:
                process.stop()
    timings = [workplace.finished(process) for process in processes]
    workplace.on_source(f"SELECT pg_drop_replication_slot('{SLOT}')", superuser=True)
    return {"target": kind, "workers": choice.workers} | figures(committed, seen, polls, timings)


def write_and_watch(workplace, kind, processes, seconds):
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    start = time.monotonic() + 1
    count = seconds * TRANSACTIONS_PER_SECOND // WRITERS
    writers = [
        context.Process(target=write, args=(workplace, number, count, start, answers), daemon=True)
        for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    seen, polls = watch(workplace, kind, processes, count * WRITERS)
    committed = {}
    for _ in writers:
        committed |= answers.get(timeout=SECONDS_TO_APPEAR)
    return committed, seen, polls


def write(workplace, number, count, start, answers):
    """Commits row after row by the clock; one that comes late does not delay those behind it for long."""
    connection, committed = workplace.source(), {}
    with connection.cursor() as cursor:
        for turn in range(count):
            key = turn * WRITERS + number
            time.sleep(max(0, start + key / TRANSACTIONS_PER_SECOND - time.monotonic()))
            cursor.execute("INSERT INTO busy VALUES (%s, %s)", (key, TEXT))
            committed[key] = time.monotonic()
    answers.put(committed)


def watch(workplace, kind, processes, count):
    """When each row was first seen, in whatever order they come, and how long a look took."""
    seen, polls, floor = {}, [], 0
    deadline = time.monotonic() + SECONDS_TO_APPEAR
    with workplace.target(kind) as connection, connection.cursor() as cursor:
        while len(seen) < count:
            began = time.monotonic()
            cursor.execute("SELECT id FROM busy WHERE id >= %s", (floor,))
            now = time.monotonic()
            polls.append(now - began + PAUSE_SECONDS)
            fresh = [key for (key,) in cursor.fetchall() if key not in seen]
            seen |= dict.fromkeys(fresh, now)
            while floor in seen:
                floor += 1
            deadline = now + SECONDS_TO_APPEAR if fresh else deadline
            if now > deadline or not all(process.is_running for process in processes):
                words = " ".join(process.last_words() for process in processes)
                raise BenchError(f"committed rows did not appear in the target; capture and replay said: {words}")
            time.sleep(PAUSE_SECONDS)
    return seen, polls


def figures(committed, seen, polls, timings):
    first = WARM_UP_SECONDS * TRANSACTIONS_PER_SECOND
    delays = sorted(1000 * (seen[key] - committed[key]) for key in committed if key >= first)
    moments = sorted(committed[key] for key in committed if key >= first)
    percent = statistics.quantiles(delays, n=100)
    return {
        "samples": len(delays),
        "transactions_per_second": round((len(moments) - 1) / (moments[-1] - moments[0])),
        "milliseconds": {
            "p50": round(percent[49], 1), "p90": round(percent[89], 1), "p99": round(percent[98], 1),
            "highest": round(delays[-1], 1)},
        "resolution_milliseconds": round(1000 * statistics.median(polls), 1),
        "capture_cpu_seconds": timings[0].cpu_seconds, "replay_cpu_seconds": timings[1].cpu_seconds,
    }
