"""What every workload is: tables, the rows that they begin with, and transactions."""

from typing import NamedTuple

from .table import Table

INSERT, UPDATE, DELETE = b"I", b"U", b"D"


class Change(NamedTuple):
    """One changed row; an image is the texts of all columns as the *target* shows them."""

    operation: bytes
    table: Table
    new: tuple = ()
    old: tuple = ()


class Extent(NamedTuple):
    """How much of a workload is applied: by replay, and by the sides whose rate does not depend on how much there is."""

    transactions: int
    # The first ones only, for MariaDB's replica.
    slow_transactions: int
    # The first ones only, for the seed's algorithm, which knows no transactions.
    seed_rows: int
    rows_of_giant: int = 0

    def scaled(self, factor):
        return Extent(*(max(1, round(number * factor)) if number else 0 for number in self))


class Workload:
    """The same transactions every time: the randomness has a seed, and the first n do not depend on how many follow."""

    name = ""
    title = ""
    tables: list[Table] = []
    full = Extent(0, 0, 0)
    quick = Extent(0, 0, 0)
    # Only then can LOAD DATA and INSERT do the same.
    is_insert_only = False
    # Worth applying with one worker too, to see that many are no slower.
    is_compared_with_serial = False
    # Of each side; one that takes long by itself needs no median.
    runs_max = 1_000

    def initial_rows(self):
        """Pairs of table and row that stand on both sides before the first transaction."""
        return ()

    def transactions(self, extent):
        """An endless series of transactions, each a run of changes."""
        raise NotImplementedError
