"""How long a row that was committed on the idle source takes until MariaDB shows it."""

import random
import time

from samples import summary
from workplace import PLUGIN, BenchError, say

WARM_UP_SAMPLES = 5
SECONDS_TO_APPEAR = 60
PAUSE_SECONDS = (0.05, 0.15)
KIND = "mariadb"
INSERT = "INSERT INTO sbtest1 (k, c, pad) VALUES (1, repeat('c', 120), repeat('p', 60)) RETURNING id"


def measure_latency(workplace, load, samples):
    say(f"{samples} single commits on an idle source")
    workplace.empty_target(KIND, *load.target_tables)
    workplace.on_source(f"SELECT pg_create_logical_replication_slot('latency', '{PLUGIN}')", superuser=True)
    configuration = workplace.configuration("latency", KIND)
    processes = [workplace.verb(verb, configuration) for verb in ("capture", "replay")]
    try:
        pairs = take(workplace, processes, WARM_UP_SAMPLES + samples)[WARM_UP_SAMPLES:]
    finally:
        for process in processes:
            if process.is_running:
                process.stop()
    for process in processes:
        workplace.finished(process)
    commits, delays = zip(*pairs)
    return {"milliseconds": summary(delays, digits=2), "source_commit_milliseconds": summary(commits, digits=2)}


def take(workplace, processes, count):
    """Milliseconds of the commit itself, and from its return to the row's appearance, `count` times."""
    pauses = random.Random(1)
    source, target = workplace.source(), workplace.target(KIND)
    pairs = []
    with target, target.cursor() as there, source.cursor() as here:
        for _ in range(count):
            # No rhythm, or every sample would meet the same phase of whatever looks only now and then.
            time.sleep(pauses.uniform(*PAUSE_SECONDS))
            pairs.append(sample(here, there, processes))
    source.close()
    return pairs


def sample(here, there, processes):
    began = time.monotonic()
    here.execute(INSERT)
    committed = time.monotonic()
    (key,) = here.fetchone()
    while there.execute("SELECT 1 FROM sbtest1 WHERE id = %s", (key,)) == 0:
        if time.monotonic() - committed > SECONDS_TO_APPEAR or not all(process.is_running for process in processes):
            words = " ".join(process.last_words() for process in processes)
            raise BenchError(f"a committed row did not appear in the target; capture and replay said: {words}")
        time.sleep(0.0002)
    return 1000 * (committed - began), 1000 * (time.monotonic() - committed)
