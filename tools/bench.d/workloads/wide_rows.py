"""Rows of a hundred columns, one a transaction."""

import itertools

from .digits import Digits
from .table import INTEGER, NUMERIC, VARCHAR, Column, Table
from .workload import INSERT, Change, Extent, Workload

TRIPLES = 33


class WideRows(Workload):
    name = "wide-rows"
    title = "Inserts of 100 columns, one row a transaction"
    full = Extent(transactions=25_000, slow_transactions=5_000, seed_rows=4_000)
    quick = Extent(transactions=5_000, slow_transactions=2_000, seed_rows=2_000)
    is_insert_only = True

    def __init__(self):
        columns = [Column("id", INTEGER, "INT")]
        for number in range(1, TRIPLES + 1):
            columns += [
                Column(f"count_{number}", INTEGER, "INT"), Column(f"word_{number}", VARCHAR, "VARCHAR(40)"),
                Column(f"price_{number}", NUMERIC, "DECIMAL(14,2)")]
        self.tables = [Table("wide", columns)]

    def transactions(self, extent):
        digits = Digits(6)
        for number in itertools.count(1):
            row = [b"%d" % number]
            for _ in range(TRIPLES):
                group = digits.next(11)
                # A one before it: no number begins with a zero.
                row += (b"1" + group[:6], group, b"1" + group[:8] + b"." + group[9:])
            yield [Change(INSERT, self.tables[0], tuple(row))]
