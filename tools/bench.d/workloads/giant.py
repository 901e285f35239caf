"""One transaction of very many rows."""

import itertools

from .digits import Digits
from .table import BIGINT, INTEGER, TIMESTAMP, VARCHAR, Column, Table
from .workload import INSERT, Change, Extent, Workload


class Giant(Workload):
    name = "giant"
    title = "One transaction of very many inserts"
    full = Extent(transactions=1, slow_transactions=0, seed_rows=4_000, rows_of_giant=2_000_000)
    quick = Extent(transactions=1, slow_transactions=0, seed_rows=2_000, rows_of_giant=200_000)
    is_insert_only = True
    runs_max = 1

    def __init__(self):
        columns = [
            Column("id", INTEGER, "INT"), Column("number", BIGINT, "BIGINT"), Column("word", VARCHAR, "VARCHAR(100)"),
            Column("moment", TIMESTAMP, "DATETIME")]
        self.tables = [Table("giant", columns)]

    def transactions(self, extent):
        """Its changes are made one by one: all of them would not be a small list."""
        while True:
            yield self.changes(extent.rows_of_giant)

    def changes(self, rows):
        digits = Digits(8)
        for number in itertools.islice(itertools.count(1), rows):
            moment = b"2026-01-01 %02d:%02d:%02d" % (number // 3600 % 24, number // 60 % 60, number % 60)
            yield Change(INSERT, self.tables[0], (b"%d" % number, b"%d" % (number * 7919), digits.next(95), moment))
