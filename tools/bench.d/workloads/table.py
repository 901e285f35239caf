"""A table of a workload, as the source sends its rows and as the target keeps them."""

import struct
from typing import NamedTuple

# What the source calls its types.
INTEGER, BIGINT, VARCHAR, CHAR, NUMERIC, TIMESTAMP = 23, 20, 1043, 1042, 1700, 1114


class Column(NamedTuple):
    """`width` is that of a CHAR: the source pads it with spaces, which the target does not show."""

    name: str
    source_type: int
    target_type: str
    width: int = 0


class Table:
    """The first column is the primary key and the row's identity."""

    def __init__(self, name, columns, *constraints):
        self.name, self.columns = name, columns
        self.constraints = (f"PRIMARY KEY ({columns[0].name})", *constraints)
        self.encoder = RowEncoder(name, columns)

    @property
    def definition(self):
        parts = [f"{column.name} {column.target_type} NOT NULL" for column in self.columns]
        return f"CREATE TABLE {self.name} ({', '.join([*parts, *self.constraints])}) ENGINE = InnoDB"

    @property
    def checksum_query(self):
        """Counts the rows and sums their CRC-32, whatever their order; `ledger.py` knows what must come out."""
        names = ", ".join(column.name for column in self.columns)
        return f"SELECT COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS('|', {names}))), 0) FROM {self.name}"


def sysbench_table(number):
    """The table of sysbench's oltp tests."""
    return Table(
        f"sbtest{number}",
        [Column("id", INTEGER, "INT"), Column("k", INTEGER, "INT"), Column("c", CHAR, "CHAR(120)", 120),
         Column("pad", CHAR, "CHAR(60)", 60)],
        f"KEY k_{number} (k)")


class RowEncoder:
    """Writes rows of one table as style b carries them."""

    def __init__(self, name, columns):
        self.table = text(b"public") + text(name.encode())
        self.heads = [text(column.name.encode()) + struct.pack(">I", column.source_type) for column in columns]
        self.widths = [column.width for column in columns]

    def encode(self, operation, new, old):
        parts = [operation, self.table]
        if new:
            self.append(parts, b"N", new)
        if old:
            # The default identity: the key, changed or not.
            self.append(parts, b"O", old[:1])
        return b"".join(parts)

    def append(self, parts, tag, row):
        parts += (tag, len(row).to_bytes(2, "big"))
        for head, width, value in zip(self.heads, self.widths, row):
            value = value.ljust(width)
            parts += (head, len(value).to_bytes(4, "big"), value)


def text(value):
    return struct.pack(">H", len(value)) + value
