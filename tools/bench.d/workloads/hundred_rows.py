"""Transactions of a hundred rows, in four tables."""

import itertools
import random

from .digits import C_BYTES, PAD_BYTES, Digits
from .table import sysbench_table
from .workload import INSERT, Change, Extent, Workload

TABLES = 4
ROWS_PER_TABLE = 25


class HundredRows(Workload):
    name = "hundred-rows"
    title = "Inserts, 100 rows a transaction, 4 tables"
    full = Extent(transactions=3_000, slow_transactions=600, seed_rows=12_000)
    quick = Extent(transactions=400, slow_transactions=200, seed_rows=5_000)
    is_insert_only = True

    def __init__(self):
        self.tables = [sysbench_table(number) for number in range(1, TABLES + 1)]

    def transactions(self, extent):
        choice, digits = random.Random(7).random, Digits(7)
        for first in itertools.count(1, ROWS_PER_TABLE):
            yield [
                Change(INSERT, table, (
                    b"%d" % number, b"%d" % (choice() * 1_000_000), digits.next(C_BYTES), digits.next(PAD_BYTES)))
                for table in self.tables for number in range(first, first + ROWS_PER_TABLE)]
