"""A workload made ready: its changes in a spool, its rows in files, and what a target must hold in the end."""

import dataclasses
import os

from workplace import say

from . import WORKLOADS
from .ledger import Ledger
from .recording import DECODING, Recording, position_text
from .workload import Extent, Workload

FIRST_POSITION = 0x1000000
ROWS_PER_PIECE = 10_000


@dataclasses.dataclass
class Prepared:
    """Where everything of one workload is."""

    workload: Workload
    extent: Extent
    spool: str
    rows: int
    slow_rows: int
    # The last commit, and the last one that the slow sides get.
    end: str
    slow_end: str
    # By `start`, `seed`, `slow` and `end`: table to rows and checksum.
    states: dict
    initial_files: dict
    # Every inserted row, each table in as many files as two connections want; empty where not all changes are inserts.
    insert_files: dict


def prepare(workplace, name, choice):
    """Made once in a workplace, whatever measures it."""
    if name not in workplace.prepared:
        workload = WORKLOADS[name]()
        extent = (workload.quick if choice.quick else workload.full).scaled(choice.scale)
        say(f"{name}: preparing {extent.transactions} transactions")
        workplace.prepared[name] = Preparation(workplace, workload, extent).run()
    return workplace.prepared[name]


class Preparation:
    """Makes one workload's files; what takes the changes takes them one by one, since one transaction may hold millions."""

    def __init__(self, workplace, workload, extent):
        self.workplace, self.workload, self.extent = workplace, workload, extent
        self.ledger, self.rows, self.states = Ledger(workload.tables), 0, {}
        self.initial = TableFiles(workplace.path(f"{workload.name}-initial"), workload.tables)
        self.inserted = TableFiles(workplace.path(f"{workload.name}-rows"), workload.tables)

    def run(self):
        self.write_initial_rows()
        path = self.workplace.path(f"{self.workload.name}.recording")
        with open(path, "wb") as file:
            end, slow_end, slow_rows = self.write_transactions(file)
        self.states["end"] = self.ledger.snapshot()
        self.inserted.close()
        self.workplace.finished(self.capture(path))
        os.unlink(path)
        is_insert_only = self.workload.is_insert_only
        return Prepared(
            self.workload, self.extent, self.workplace.spool(self.workload.name), self.rows, slow_rows, end, slow_end,
            self.states, self.initial.paths, self.inserted.paths if is_insert_only else {})

    def write_initial_rows(self):
        for table, row in self.workload.initial_rows():
            self.ledger.add(table, row)
            self.initial.add(table, row)
        self.initial.close()
        self.states["start"] = self.ledger.snapshot()

    def write_transactions(self, file):
        recording, slow_end, slow_rows = Recording(file, FIRST_POSITION), None, 0
        transactions = self.workload.transactions(self.extent)
        for number in range(1, self.extent.transactions + 1):
            recording.transaction(self.followed(next(transactions)))
            if number == self.extent.slow_transactions:
                self.states["slow"], slow_end, slow_rows = (
                    self.ledger.snapshot(), position_text(recording.position), self.rows)
        recording.flush()
        return position_text(recording.position), slow_end, slow_rows

    def followed(self, changes):
        for change in changes:
            self.ledger.take(change)
            self.rows += 1
            if self.rows == self.extent.seed_rows:
                self.states["seed"] = self.ledger.snapshot()
            if self.workload.is_insert_only:
                self.inserted.add(change.table, change.new)
            yield change

    def capture(self, path):
        configuration = self.workplace.configuration(self.workload.name, decoding=DECODING)
        return self.workplace.verb("capture", configuration, "--recording", path)


class TableFiles:
    """Rows in the form of LOAD DATA. A table that is alone gets two files, so that two connections have something to do."""

    def __init__(self, prefix, tables):
        pieces = 2 if len(tables) == 1 else 1
        self.paths = {table.name: [f"{prefix}-{table.name}-{piece}" for piece in range(pieces)] for table in tables}
        self.files, self.counts = {}, dict.fromkeys(self.paths, 0)

    def add(self, table, row):
        paths = self.paths[table.name]
        path = paths[self.counts[table.name] // ROWS_PER_PIECE % len(paths)]
        self.counts[table.name] += 1
        if path not in self.files:
            self.files[path] = open(path, "wb")  # noqa: SIM115
        self.files[path].write(b"\t".join(row) + b"\n")

    def close(self):
        """Only files that have rows stay among the paths."""
        for file in self.files.values():
            file.close()
        self.paths = {table: [path for path in paths if path in self.files] for table, paths in self.paths.items()}
