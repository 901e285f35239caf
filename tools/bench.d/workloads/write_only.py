"""sysbench's oltp_write_only: an indexed UPDATE, one that is not, and a DELETE with an INSERT of the same id."""

import random

from .digits import C_BYTES, PAD_BYTES, Digits
from .table import sysbench_table
from .workload import DELETE, INSERT, UPDATE, Change, Extent, Workload

TABLES = 10
ROWS = 10_000


class WriteOnly(Workload):
    name = "write-only"
    title = "Sysbench's write-only mix, 10 tables of 10,000 rows"
    full = Extent(transactions=150_000, slow_transactions=10_000, seed_rows=15_000)
    quick = Extent(transactions=8_000, slow_transactions=3_000, seed_rows=6_000)

    def __init__(self):
        self.tables = [sysbench_table(number) for number in range(1, TABLES + 1)]

    def initial_rows(self):
        digits, choice = Digits(2), random.Random(2).random
        for table in self.tables:
            for number in range(1, ROWS + 1):
                yield table, (b"%d" % number, b"%d" % (choice() * ROWS), digits.next(C_BYTES), digits.next(PAD_BYTES))

    def transactions(self, extent):
        choice, digits = random.Random(3).random, Digits(3)
        rows = {table.name: [] for table in self.tables}
        for table, row in self.initial_rows():
            rows[table.name].append(row)

        def change(make):
            table, place = self.tables[int(choice() * TABLES)], int(choice() * ROWS)
            old = rows[table.name][place]
            rows[table.name][place] = make(*old)
            return table, old, rows[table.name][place]

        while True:
            indexed, old, new = change(lambda id, k, c, pad: (id, b"%d" % (int(k) + 1), c, pad))
            changes = [Change(UPDATE, indexed, new, old)]
            other, old, new = change(lambda id, k, c, pad: (id, k, digits.next(C_BYTES), pad))
            changes.append(Change(UPDATE, other, new, old))
            table, old, new = change(
                lambda id, k, c, pad: (id, b"%d" % (choice() * ROWS), digits.next(C_BYTES), digits.next(PAD_BYTES)))
            yield [*changes, Change(DELETE, table, (), old), Change(INSERT, table, new)]
