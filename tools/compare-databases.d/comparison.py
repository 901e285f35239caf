"""Compares two streams of rows as multisets, in memory that does not grow with them.

Rows fall into buckets by their key, and each bucket is the sum of its rows' hashes: equal multisets have equal sums,
in whatever order the rows came. Only where sums differ are some of those buckets read again, row by row.
"""

import hashlib
import zlib
from collections import Counter

BUCKETS = 1 << 16
BUCKETS_TO_EXAMINE = 10
LONG_VALUE = 1024


class Summary:
    """What one side's table amounts to."""

    def __init__(self):
        self.rows = 0
        self.sums = [0] * BUCKETS

    def differing_buckets(self, other):
        return [i for i in range(BUCKETS) if self.sums[i] != other.sums[i]]


class TableComparison:
    """One table of both sides. `key` holds the places of the key's columns; a table without a key has none."""

    def __init__(self, source_rows, target_rows, columns, key):
        """Takes two functions that each open the stream of a side's rows."""
        self.sides = (source_rows, target_rows)
        self.columns = columns
        self.key = key
        self.normalizers = [column.normalizer() for column in columns]

    def run(self):
        """The summaries of source and target."""
        return tuple(self.summarize(rows) for rows in self.sides)

    def normal_rows(self, rows):
        for row in rows():
            try:
                yield tuple(
                    None if value is None else normalize(value)
                    for normalize, value in zip(self.normalizers, row)
                )
            except (ArithmeticError, ValueError):
                yield tuple(map(normal_or_raw, self.normalizers, row))

    def key_of(self, row):
        return tuple(row[place] for place in self.key) if self.key else row

    def summarize(self, rows):
        summary = Summary()
        for row in self.normal_rows(rows):
            summary.rows += 1
            summary.sums[self.bucket(row)] += digest(row)
        return summary

    def bucket(self, row):
        if self.key:
            return zlib.crc32(repr(self.key_of(row)).encode("utf-8", "surrogateescape")) % BUCKETS
        return digest(row) % BUCKETS

    def examine(self, buckets):
        """Yields (key, rows in the source, rows in the target) where they differ, from the first few buckets."""
        wanted = set(buckets[:BUCKETS_TO_EXAMINE])
        source, target = (self.collect(rows, wanted) for rows in self.sides)
        for key in sorted(source.keys() | target.keys(), key=repr):
            if source.get(key, {}) != target.get(key, {}):
                yield key, source.get(key, Counter()), target.get(key, Counter())

    def collect(self, rows, wanted):
        """Counts of whole rows by key. Shown forms only: long values have become their hashes."""
        found = {}
        for row in self.normal_rows(rows):
            if self.bucket(row) in wanted:
                shown = tuple(map(shortened, row))
                found.setdefault("(" + ", ".join(repr_of(self.key_of(shown))) + ")", Counter())[repr_of(shown)] += 1
        return found


def normal_or_raw(normalize, value):
    """A value that its type can't hold equals only itself."""
    try:
        return None if value is None else normalize(value)
    except (ArithmeticError, ValueError):
        return ("raw", bytes(value) if isinstance(value, memoryview) else value)


def repr_of(row):
    return tuple(map(repr, row))


def shortened(value):
    if isinstance(value, (str, bytes)) and len(value) > LONG_VALUE:
        data = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
        return f"<{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}>"
    return value


def digest(row):
    data = repr(tuple(map(shortened, row))).encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2b(data, digest_size=16).digest(), "big")
