"""sysbench's oltp_insert over a hundred tables: one row a transaction."""

import random

from .digits import C_BYTES, PAD_BYTES, Digits
from .table import sysbench_table
from .workload import INSERT, Change, Extent, Workload

TABLES = 100


class InsertOnly(Workload):
    name = "insert-only"
    title = "Inserts, one row a transaction, 100 tables"
    full = Extent(transactions=400_000, slow_transactions=20_000, seed_rows=16_000)
    quick = Extent(transactions=30_000, slow_transactions=8_000, seed_rows=8_000)
    is_insert_only = True

    def __init__(self):
        self.tables = [sysbench_table(number) for number in range(1, TABLES + 1)]

    def transactions(self, extent):
        choice, digits, rows = random.Random(1).random, Digits(1), [0] * TABLES
        while True:
            number = int(choice() * TABLES)
            rows[number] += 1
            row = (b"%d" % rows[number], b"%d" % (choice() * 1_000_000), digits.next(C_BYTES), digits.next(PAD_BYTES))
            yield [Change(INSERT, self.tables[number], row)]
