"""Updates of few rows by many: four rows a transaction, drawn by Zipf's law from ten thousand."""

import itertools
import random

from .table import INTEGER, VARCHAR, Column, Table
from .workload import UPDATE, Change, Extent, Workload

ROWS = 10_000
ROWS_PER_TRANSACTION = 4
EXPONENT = 1.2


class HotRows(Workload):
    name = "hot-rows"
    title = "Updates of hot rows, Zipf 1.2, 4 rows a transaction"
    full = Extent(transactions=200_000, slow_transactions=5_000, seed_rows=4_000)
    quick = Extent(transactions=5_000, slow_transactions=2_000, seed_rows=2_000)
    is_compared_with_serial = True

    def __init__(self):
        columns = [Column("id", INTEGER, "INT"), Column("visits", INTEGER, "INT"), Column("note", VARCHAR, "VARCHAR(80)")]
        self.tables = [Table("hot", columns)]

    def initial_rows(self):
        for number in range(1, ROWS + 1):
            yield self.tables[0], (b"%d" % number, b"0", b"nobody was here yet")

    def transactions(self, extent):
        table, source = self.tables[0], random.Random(4)
        weights = list(itertools.accumulate(1 / rank ** EXPONENT for rank in range(1, ROWS + 1)))
        # The hot rows stand anywhere in the table.
        places = source.sample(range(ROWS), ROWS)
        rows = [row for _, row in self.initial_rows()]
        for number in itertools.count(1):
            changes = []
            for place in dict.fromkeys(source.choices(places, cum_weights=weights, k=4 * ROWS_PER_TRANSACTION)):
                old = rows[place]
                rows[place] = (old[0], b"%d" % (int(old[1]) + 1), b"visitor %d was here and left" % number)
                changes.append(Change(UPDATE, table, rows[place], old))
                if len(changes) == ROWS_PER_TRANSACTION:
                    break
            yield changes
