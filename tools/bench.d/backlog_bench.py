"""Capture and replay running together from a backlog of one-row transactions on the source into the target."""

import concurrent.futures
import dataclasses

from capture_bench import DIALECTS
from samples import summary
from target_state import settle
from workplace import PLUGIN, BenchError, say

TABLES = 100
SESSIONS = 2
# It takes long by itself.
RUNS_MAX = 1
PATTERN = "backlog"
DIGITS = "repeat(lpad((random() * 99999999999)::bigint::text, 11, '0') || '-', {count})"
ROW = f"i, (random() * 1000000)::int, {DIGITS.format(count=9)}, {DIGITS.format(count=4)}"
# The same text on both sides; SHA-256 is what both have.
SOURCE_HASH = "left(encode(sha256(convert_to(concat_ws('|', id, k, c, pad), 'UTF8')), 'hex'), 8)"
SOURCE_DIGEST = f"SELECT count(*) || ' ' || coalesce(sum(('x' || {SOURCE_HASH})::bit(32)::bigint), 0)"
TARGET_HASH = "LEFT(SHA2(CONCAT_WS('|', id, k, c, pad), 256), 8)"
TARGET_DIGEST = f"SELECT CONCAT(COUNT(*), ' ', COALESCE(SUM(CAST(CONV({TARGET_HASH}, 16, 10) AS UNSIGNED)), 0))"


class Backlog:
    """The transactions on the source: each INSERT commits by itself, in two sessions side by side."""

    tables = [f"backlog{number}" for number in range(1, TABLES + 1)]

    def __init__(self, workplace, transactions):
        self.workplace = workplace
        self.rows_per_table = max(1, transactions // TABLES)
        self.transactions = self.rows_per_table * TABLES + 1
        self.end = None

    def write(self, slots):
        say(f"writing {self.transactions} transactions on the source")
        for table in self.tables:
            self.workplace.on_source(
                f"CREATE TABLE {table} (id int PRIMARY KEY, k int NOT NULL, c varchar(120) NOT NULL, pad varchar(60) NOT NULL)",
                f"CREATE INDEX ON {table} (k)")
        self.workplace.on_source(f"SELECT pg_create_logical_replication_slot('{PATTERN}', '{PLUGIN}')", superuser=True)
        for slot in slots:
            self.workplace.on_source(f"SELECT pg_copy_logical_replication_slot('{PATTERN}', '{slot}')", superuser=True)
        with concurrent.futures.ThreadPoolExecutor(SESSIONS) as pool:
            list(pool.map(self.write_share, range(SESSIONS)))
        # It syncs all the others, and its commit is where each reader stops by itself.
        self.end = self.workplace.on_source(
            f"INSERT INTO {self.tables[0]} SELECT id + {self.rows_per_table}, k, c, pad FROM {self.tables[0]} WHERE id = 1",
            "SELECT pg_current_wal_lsn()")
        # What the source would else do by itself while something is timed.
        self.workplace.on_source("VACUUM (ANALYZE)", "CHECKPOINT", superuser=True)
        self.digests = [self.workplace.on_source(f"{SOURCE_DIGEST} FROM {table}") for table in self.tables]

    def write_share(self, number):
        """How fast they come is not measured."""
        body = "".join(f"INSERT INTO {table} VALUES ({ROW}); COMMIT;\n" for table in self.tables[number::SESSIONS])
        self.workplace.on_source(
            "SET synchronous_commit = off",
            f"DO $$ BEGIN FOR i IN 1..{self.rows_per_table} LOOP\n{body}END LOOP; END $$")

    @property
    def target_tables(self):
        return [
            f"CREATE TABLE {table} (id INT NOT NULL PRIMARY KEY, k INT NOT NULL, c VARCHAR(120) NOT NULL,"
            " pad VARCHAR(60) NOT NULL, KEY (k)) ENGINE = InnoDB" for table in self.tables]

    def require_equal(self, kind):
        for table, digest in zip(self.tables, self.digests):
            found = self.workplace.on_target(kind, f"{TARGET_DIGEST} FROM {table}")
            if found != digest:
                raise BenchError(f"{table} differs between the source ({digest}) and {kind} ({found}).")


def measure_backlog(workplace, choice):
    """Source transactions a second from the start of both processes until replay has ended with all of them."""
    kind = choice.targets[-1]
    transactions = choice.scaled(full=1_000_000, quick=50_000)
    runs = min(choice.runs, RUNS_MAX)
    backlog = Backlog(workplace, transactions)
    names = {dialect: [f"{PATTERN}_{dialect}_{number}" for number in range(runs)] for dialect in choice.dialects}
    backlog.write([slot for slots in names.values() for slot in slots])
    found = {
        dialect: figures([run(workplace, choice, backlog, kind, dialect, slot) for slot in slots])
        for dialect, slots in names.items()}
    drop(workplace, PATTERN)
    return {"target": kind, "transactions": backlog.transactions, "workers": choice.workers, "dialects": found}


def drop(workplace, slot):
    """The source has room for fifty, and keeps its log for each."""
    workplace.on_source(f"SELECT pg_drop_replication_slot('{slot}')", superuser=True)


def run(workplace, choice, backlog, kind, dialect, slot):
    workplace.empty_target(kind, *backlog.target_tables)
    settle(workplace, kind)
    configuration = workplace.configuration(
        slot, kind, decoding=DIALECTS[dialect] | {"runnable_num": choice.workers}, replay=choice.replay_options)
    processes = [workplace.verb(verb, configuration, "--until-lsn", backlog.end) for verb in ("capture", "replay")]
    capture, replay = [workplace.finished(process) for process in processes]
    say(f"backlog, {kind}, {dialect}: {backlog.transactions / replay.seconds:,.0f} transactions/s")
    backlog.require_equal(kind)
    drop(workplace, slot)
    return backlog.transactions, capture, replay


def figures(runs):
    return {
        "transactions_per_second": summary((count / replay.seconds for count, _, replay in runs), digits=0),
        "capture_peak_megabytes": max(capture.peak_megabytes for _, capture, _ in runs),
        "replay_peak_megabytes": max(replay.peak_megabytes for _, _, replay in runs),
        "runs": [
            {"capture": dataclasses.asdict(capture), "replay": dataclasses.asdict(replay)} for _, capture, replay in runs],
    }
