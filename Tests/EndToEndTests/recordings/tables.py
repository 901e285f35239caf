"""Tables in memory: the ones that a recording's source held in the end, and those that a spool's changes make."""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache

from recordings.recording import DIRECTORY, unpacked

LARGEST_PLAIN_BYTES = 64 << 10


@dataclass
class Table:
    """What the source's catalogue and a SELECT said: rows are the texts of the columns' values."""

    columns: list
    types: list
    key: list
    rows: list = field(default_factory=list)


@lru_cache(maxsize=2)
def expected_tables(workload):
    """By (schema, table): how the source's tables were in the end."""
    tables = {}
    for line in unpacked(DIRECTORY / workload / "expected.jsonl.lz4").splitlines():
        entry = json.loads(line)
        if "schema" in entry:
            tables[entry["schema"], entry["table"]] = Table(entry["columns"], entry["types"], entry["key"])
        elif "row" in entry:
            tables[entry["s"], entry["t"]].rows.append(entry["row"])
        else:
            tables[entry["s"], entry["t"]].rows += (dict(zip(entry["columns"], row)) for row in entry["rows"])
    return tables


def with_values(table, text):
    """The table with another text for each value: `text` takes the column's type and the value."""
    types = dict(zip(table.columns, table.types))
    rows = [{name: text(types[name], value) for name, value in row.items()} for row in table.rows]
    return replace(table, rows=rows)


def abridged(value):
    """Large values as the expected tables have them."""
    if not isinstance(value, str) or len(octets := value.encode()) <= LARGEST_PLAIN_BYTES:
        return value
    return {"$bytes": len(octets), "$sha256": hashlib.sha256(octets).hexdigest()}


def counted(rows):
    """Rows as a multiset, whatever the order of rows and columns."""
    return Counter(json.dumps({name: abridged(value) for name, value in row.items()}, sort_keys=True) for row in rows)


class Rows:
    """The rows of one table, found by the values of any set of columns."""

    def __init__(self):
        self.rows, self.indices, self.next = {}, {}, 0

    def insert(self, row):
        self.put(self.next, row)
        self.next += 1

    def find(self, image):
        """The number of the first row that has these values; None where there is none or nothing to find it by."""
        if not image:
            return None
        columns = tuple(sorted(image))
        if columns not in self.indices:
            self.indices[columns] = defaultdict(dict)
            for number, row in self.rows.items():
                self.indices[columns][self.values(row, columns)][number] = None
        return min(self.indices[columns].get(self.values(image, columns), ()), default=None)

    def put(self, number, row):
        self.rows[number] = row
        for columns, index in self.indices.items():
            index[self.values(row, columns)][number] = None

    def remove(self, number):
        row = self.rows.pop(number)
        for columns, index in self.indices.items():
            del index[self.values(row, columns)][number]
        return row

    def values(self, row, columns):
        return tuple(row.get(column) for column in columns)


class AppliedTables:
    """Empty tables to which records of `spool dump --json` are applied, without a thought."""

    def __init__(self, records):
        self.tables, self.missed = defaultdict(Rows), []
        for record in records:
            apply = getattr(self, "apply_" + record["op"], None)
            if apply:
                apply(record, (record.get("schema"), record.get("table")))

    def rows(self, table):
        return list(self.tables[table].rows.values()) if table in self.tables else []

    def apply_insert(self, record, table):
        self.tables[table].insert(record["new"])

    def apply_update(self, record, table):
        number = self.tables[table].find(record["old"])
        if number is None:
            self.missed.append(("UPDATE", *table))
        else:
            self.tables[table].put(number, self.tables[table].remove(number) | record["new"])

    def apply_delete(self, record, table):
        number = self.tables[table].find(record["old"])
        if number is None:
            self.missed.append(("DELETE", *table))
        else:
            self.tables[table].remove(number)

    def apply_truncate(self, record, _):
        for name in record["tables"]:
            schema, table = name.split(".", 1)
            self.tables.pop((schema, table), None)
