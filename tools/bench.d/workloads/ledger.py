"""What the target must hold after so many changes: the rows of each table and the sum of their checksums."""

import zlib


class Ledger:
    """Follows changes one by one; a snapshot maps a table's name to what its checksum query must answer."""

    def __init__(self, tables):
        self.rows = {table.name: 0 for table in tables}
        self.checksums = dict(self.rows)

    def add(self, table, row):
        self.rows[table.name] += 1
        self.checksums[table.name] += zlib.crc32(b"|".join(row))

    def remove(self, table, row):
        self.rows[table.name] -= 1
        self.checksums[table.name] -= zlib.crc32(b"|".join(row))

    def take(self, change):
        if change.new:
            self.add(change.table, change.new)
        if change.old:
            self.remove(change.table, change.old)

    def snapshot(self):
        return {name: (count, self.checksums[name]) for name, count in self.rows.items()}
