#!/usr/bin/python3
"""Reads a spool without the product: written from docs/spool-format.md alone, so that the page is known to be enough.

    spool_reader.py dump   SPOOL...  [--table schema.table]   every whole transaction, one JSON object per line
    spool_reader.py verify SPOOL...                           every rule of the page, one line per segment

SPOOL is a spool's directory or one segment. Exit code 0: right; 1: something is wrong; 2: wrong usage.
"""

import argparse
import contextlib
import hashlib
import json
import mmap
import os
import re
import shutil
import struct
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import lz4.frame

HEADER, INDEX, SEAL, BLOCK = 0x184D2A50, 0x184D2A51, 0x184D2A52, 0x184D2204
PARTS = {HEADER: "header", INDEX: "index", SEAL: "seal", BLOCK: "block"}
SEAL_BYTES = 48
UNKNOWN_TIME = -(2**63)
ROWS_MAX = 2**32 - 1
NAME = re.compile(r"([0-9A-F]{16})\.(segment|open)")
INDEX_ENTRY = struct.Struct("<QQqqII")
# Independent blocks, block checksums, content size and content checksum on; no dictionary; version 01.
BLOCK_FLAGS = 0b0111_1100
TRANSACTION_MEMORY_BYTES = 32 << 20
quoted = json.encoder.encode_basestring


class Corruption(Exception):
    """Something that the page does not allow."""


class TornTail(Exception):
    """The file's end cuts a frame short, or only zeros follow."""


class Cursor:
    """Takes the page's types from bytes, one after the other."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        end = self.at + count
        if end > len(self.data):
            raise Corruption("a field reaches past the end of its record")
        taken = self.data[self.at:end]
        self.at = end
        return taken

    def number(self, layout):
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))[0]

    def varint(self):
        value = 0
        for shift in range(0, 70, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if value >> 64:
                    raise Corruption("a varint does not fit 64 bits")
                return value
        raise Corruption("a varint is longer than 10 bytes")

    def optional(self):
        value = self.varint()
        return value - 1 if value else None

    def text(self, length=None):
        try:
            return self.take(self.varint() if length is None else length).decode("utf-8")
        except UnicodeDecodeError:
            raise Corruption("a text is not UTF-8") from None

    def image(self, columns):
        """The quoted values of `columns` by name; None for NULL, and no key for an absent one."""
        values = {}
        for column in columns:
            mark = self.varint()
            if mark == 0:
                values[column.name] = None
            elif mark > 1:
                values[column.name] = quoted(self.text(mark - 2))
        return values

    def finish(self, what):
        if self.at != len(self.data):
            raise Corruption(f"{what} has {len(self.data) - self.at} bytes too many")


@dataclass
class Column:
    flags: int
    name: str
    type: str


class Relation:
    """A table as one kind of change carries it, with the parts of a dump line that are the same for every row."""

    def __init__(self, cursor):
        self.schema, self.table = cursor.text(), cursor.text()
        self.columns = []
        for _ in range(cursor.varint()):
            flags, name, type_name = cursor.number("B"), cursor.text(), cursor.text()
            cursor.varint()
            if flags & ~3:
                raise Corruption(f"column {name} has unknown flags {flags}")
            self.columns.append(Column(flags, name, type_name))
        self.new = [column for column in self.columns if column.flags & 1]
        self.old = [column for column in self.columns if column.flags & 2]
        self.name = f"{self.schema}.{self.table}"
        self.head = f'"schema":{quoted(self.schema)},"table":{quoted(self.table)}'
        self.types = json_object({column.name: quoted(column.type) for column in self.columns if column.flags})


@dataclass
class Run:
    """What an index entry says of a run of blocks; here first for one block."""

    offset: int
    begins_inside: bool
    last_position: int
    times: list
    transactions: int = 0
    rows: int = 0

    def add(self, other):
        self.last_position = max(self.last_position, other.last_position)
        self.times += other.times
        self.transactions += other.transactions
        self.rows += other.rows

    def packed(self):
        first, last = (min(self.times), max(self.times)) if self.times else (UNKNOWN_TIME, UNKNOWN_TIME)
        rows = min(self.rows, ROWS_MAX)
        return INDEX_ENTRY.pack(self.offset, self.last_position, first, last, self.transactions, rows)


def json_object(members):
    pairs = (f"{quoted(name)}:{'null' if value is None else value}" for name, value in members.items())
    return "{" + ",".join(pairs) + "}"


def json_number(number):
    return "null" if number is None else str(number)


def position_text(position):
    return f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"


def time_text(microseconds):
    """Done by hand, for datetime ends at the year 9999: the calendar counts eras of 400 years from March 0000."""
    seconds, fraction = divmod(microseconds, 1_000_000)
    days, second = divmod(seconds, 86_400)
    era, day_of_era = divmod(days + 719_468, 146_097)
    year = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year + year // 4 - year // 100)
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    year += era * 400 + (month <= 2)
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    return f"{year:04}-{month:02}-{day:02} {clock}{f'.{fraction:06}'.rstrip('0') if fraction else ''}+00"


def frame_at(data, at):
    """The frame that begins at `at`: its magic number, its payload (a block's decompressed) and its end."""
    known = data[at:at + 4]
    magic = next((magic for magic in PARTS if struct.pack("<I", magic).startswith(known)), None)
    if magic is None:
        if not any(data[at:]):
            raise TornTail("zeros")
        raise Corruption("no frame of this format begins here")
    if magic != BLOCK:
        end = at + 8 + u32(data, at + 4)
        return magic, fitting(data, at + 8, end), end
    end = block_end(data, at)
    try:
        return magic, lz4.frame.decompress(data[at:end]), end
    except RuntimeError as error:
        raise Corruption(f"LZ4 refuses the block: {error}") from None


def block_end(data, at):
    """Where a data frame ends, found by its inner blocks' sizes; LZ4 itself checks the checksums afterwards."""
    if fitting(data, at + 4, at + 5)[0] != BLOCK_FLAGS:
        raise Corruption("the block's LZ4 flags are not those of this format")
    at += 15  # magic, flags, block size, content size, header checksum
    while size := u32(data, at) & 0x7FFF_FFFF:
        at += 4 + size + 4
    fitting(data, at, at + 8)
    return at + 8


def u32(data, at):
    return struct.unpack("<I", fitting(data, at, at + 4))[0]


def fitting(data, start, end):
    if end > len(data):
        raise TornTail("a frame cut short")
    return data[start:end]


def whole_block_follows(data, at):
    """Whether a whole block stands anywhere behind `at`: then what is torn there is no tail."""
    magic = struct.pack("<I", BLOCK)
    while (at := data.find(magic, at + 1)) >= 0:
        try:
            frame_at(data, at)
            return True
        except (TornTail, Corruption):
            pass
    return False


def checked(payload, what):
    """The payload without the checksum at its end."""
    body, checksum = payload[:-8], payload[-8:]
    if len(payload) < 8 or hashlib.sha256(body).digest()[:8] != checksum:
        raise Corruption(f"the {what}'s checksum is wrong")
    return body


class Segment:
    """One segment, checked while it is read. `transaction` is called with the lines of each whole transaction."""

    def __init__(self, path, transaction=None, table=None):
        self.path = path
        match = NAME.fullmatch(path.name)
        if not match:
            raise Corruption("the name is not 16 upper-case hexadecimal digits and .segment or .open")
        self.start, self.is_sealed = int(match[1], 16), match[2] == "segment"
        self.end = self.start
        self.previous = self.hash = None
        self.at = 0
        self.tail = "end"
        self.relations, self.runs = [], []
        self.consumer, self.table = transaction, table
        self.begin = self.lines = None
        self.row_count = 0

    def read(self):
        with open(self.path, "rb") as file, contextlib.ExitStack() as stack:
            size = os.fstat(file.fileno()).st_size
            data = stack.enter_context(mmap.mmap(file.fileno(), size, prot=mmap.PROT_READ)) if size else b""
            if self.is_sealed:
                self.check_seal(data)
            try:
                self.read_parts(data)
            except TornTail as torn:
                if self.is_sealed or whole_block_follows(data, self.at):
                    raise Corruption(f"{torn} where none may be") from None
                self.tail = f"torn tail at byte {self.at} ({torn})"
            if self.begin and self.tail == "end":
                self.tail = "unfinished transaction"

    def check_seal(self, data):
        seal = data[-SEAL_BYTES:]
        if seal[:8] != struct.pack("<II", SEAL, SEAL_BYTES - 8):
            raise Corruption("the segment does not end with a seal")
        sha = hashlib.sha256()
        for start in range(0, len(data) - SEAL_BYTES, 1 << 20):
            sha.update(data[start:min(start + (1 << 20), len(data) - SEAL_BYTES)])
        self.hash = sha.digest()
        self.index_at = struct.unpack_from("<Q", seal, 8)[0]
        if seal[16:] != self.hash:
            raise Corruption("the seal's hash is not that of the file")

    def read_parts(self, data):
        self.at = 0
        magic, payload, end = frame_at(data, 0)
        if magic != HEADER:
            raise Corruption("the segment does not begin with a header")
        self.read_header(Cursor(checked(payload, "header")))
        expected = (BLOCK, INDEX) if self.is_sealed else (BLOCK,)
        while (self.is_sealed or end < len(data)) and expected:
            self.at = end
            magic, payload, end = frame_at(data, end)
            if magic not in expected:
                raise Corruption(f"a {PARTS[magic]} where none may be")
            if magic == BLOCK:
                self.read_block(payload)
            elif magic == INDEX:
                if self.at != self.index_at:
                    raise Corruption("the index is not where the seal says")
                self.check_index(checked(payload, "index"))
                expected = (SEAL,)
            else:
                expected = ()
        if end != len(data):
            raise Corruption("something follows the seal")

    def read_header(self, cursor):
        if cursor.take(8) != b"RMSPOOL\0":
            raise Corruption("the header's signature is wrong")
        version, reserved, start = cursor.number("H"), cursor.number("H"), cursor.number("Q")
        if (version, reserved) != (1, 0):
            raise Corruption(f"the header names version {version}.{reserved}, this reader knows 1.0")
        if start != self.start:
            raise Corruption(f"the header begins at {start:016X}, the name says {self.start:016X}")
        cursor.number("q")
        self.previous = cursor.take(32)
        for _ in ("system identifier", "database", "slot", "dialect", "writer"):
            cursor.text(cursor.number("H"))
        cursor.finish("the header")

    def read_block(self, content):
        self.runs.append(Run(self.at, self.begin is not None, self.end, []))
        at = 0
        while at < len(content):
            if at + 4 > len(content):
                raise Corruption("the block ends within a record")
            (length,) = struct.unpack_from("<I", content, at)
            cursor = Cursor(content[at + 4:at + 4 + length])
            if length == 0 or len(cursor.data) < length:
                raise Corruption("a record's length is zero or reaches past the end of the block")
            self.read_record(cursor.number("B"), cursor)
            cursor.finish("a record")
            at += 4 + length

    def read_record(self, kind, cursor):
        readers = {1: self.relation, 2: self.begin_transaction, 3: self.row, 4: self.row, 5: self.row,
                   6: self.truncate, 7: self.commit, 8: self.position, 9: self.schema_change}
        if kind not in readers:
            raise Corruption(f"a record has the unknown kind {kind}")
        if (self.begin is None) != (kind in (2, 8)) and kind != 1:
            raise Corruption(f"a record of kind {kind} {'outside' if self.begin is None else 'within'} a transaction")
        readers[kind](kind, cursor)

    def relation(self, _, cursor):
        if cursor.varint() != len(self.relations):
            raise Corruption(f"relation {len(self.relations)} should be described next")
        self.relations.append(Relation(cursor))

    def begin_transaction(self, _, cursor):
        self.begin = cursor.optional(), cursor.optional()
        self.row_count = 0
        self.lines = tempfile.SpooledTemporaryFile(max_size=TRANSACTION_MEMORY_BYTES)

    def row(self, kind, cursor):
        number = cursor.varint()
        if number >= len(self.relations):
            raise Corruption(f"relation {number} is used before it is described")
        relation = self.relations[number]
        new = f',"new":{json_object(cursor.image(relation.new))}' if kind != 5 else ""
        old = f',"old":{json_object(cursor.image(relation.old))}' if kind != 3 else ""
        self.row_count += 1
        operation = {3: "insert", 4: "update", 5: "delete"}[kind]
        self.add(f'{{"op":"{operation}",{relation.head}{new}{old},"types":{relation.types}}}', [relation.name])

    def truncate(self, _, cursor):
        flags = cursor.number("B")
        if flags & ~3:
            raise Corruption("a truncate record has unknown flags")
        tables = [f"{cursor.text()}.{cursor.text()}" for _ in range(cursor.varint())]
        restarts, cascades = ("true" if flags & bit else "false" for bit in (1, 2))
        self.add(f'{{"op":"truncate","tables":[{",".join(map(quoted, tables))}],'
                 f'"restart_identity":{restarts},"cascade":{cascades}}}', tables)

    def schema_change(self, _, cursor):
        self.add(f'{{"op":"schema_change","text":{quoted(cursor.text())}}}', [])

    def add(self, line, tables):
        if self.consumer and (self.table is None or self.table in tables):
            self.lines.write(line.encode() + b"\n")

    def commit(self, _, cursor):
        position, xid, csn = cursor.number("Q"), cursor.optional(), cursor.optional()
        time, rows = cursor.number("q"), cursor.varint()
        if position <= self.end:
            raise Corruption(f"commit {position_text(position)} is not behind {position_text(self.end)}")
        if rows != self.row_count:
            raise Corruption(f"commit {position_text(position)} counts {rows} rows, {self.row_count} came")
        self.move_to(position)
        run = self.runs[-1]
        run.transactions += 1
        run.rows += rows
        run.times += [] if time == UNKNOWN_TIME else [time]
        if self.consumer and (self.table is None or self.lines.tell()):
            self.hand_over(position, xid, csn, time)
        self.begin = None
        self.lines.close()

    def hand_over(self, position, xid, csn, time):
        begin_xid, begin_csn = (known if known is not None else later for known, later in zip(self.begin, (xid, csn)))
        when = "null" if time == UNKNOWN_TIME else f'"{time_text(time)}"'
        where = f'"position":"{position_text(position)}","xid":{json_number(xid)}'
        first = f'{{"op":"begin","xid":{json_number(begin_xid)},"csn":{json_number(begin_csn)}}}\n'
        last = f'{{"op":"commit",{where},"commit_time":{when}}}\n'
        self.lines.seek(0)
        self.consumer(first.encode(), self.lines, last.encode())

    def position(self, _, cursor):
        position = cursor.number("Q")
        if position < self.end:
            raise Corruption(f"position {position_text(position)} goes back behind {position_text(self.end)}")
        self.move_to(position)

    def move_to(self, position):
        self.end = self.runs[-1].last_position = position

    def check_index(self, body):
        if self.begin is not None:
            raise Corruption("the segment ends within a transaction")
        if len(body) % INDEX_ENTRY.size:
            raise Corruption("the index is not a whole number of entries")
        offsets = {entry[0] for entry in INDEX_ENTRY.iter_unpack(body)}
        merged = []
        for run in self.runs:
            if run.offset in offsets and not run.begins_inside or not merged:
                merged.append(replace(run, times=list(run.times)))
            else:
                merged[-1].add(run)
        if b"".join(run.packed() for run in merged) != body:
            raise Corruption("the index does not agree with the blocks")


def segments_of(path):
    """The segments of a spool in order; a file stands for itself."""
    if path.is_file():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in (".segment", ".open"))


def check_link(segment, before):
    """What only two neighbours can show. The first segment may follow others that were taken away."""
    if before is None or before.hash is None or segment.previous is None:
        return
    if segment.start != before.end:
        start, end = position_text(segment.start), position_text(before.end)
        raise Corruption(f"begins at {start}, but the segment before it ends at {end}: one is missing or altered")
    if segment.previous != before.hash:
        raise Corruption("the header does not name the hash of the segment before")


def summary(segment):
    transactions, rows = (sum(getattr(run, count) for run in segment.runs) for count in ("transactions", "rows"))
    state = "sealed" if segment.is_sealed else f"open, {segment.tail}"
    counts = f"{transactions} transactions, {rows} rows"
    return f"{segment.path.name}: ok, {state}, {counts}, ends at {position_text(segment.end)}"


def read_spool(path, report, transaction=None, table=None):
    """Reads all segments of one spool; whether all was right. Goes on behind a bad one only when nothing is printed."""
    files, before, is_right = segments_of(path), None, True
    for file in files:
        segment = None
        try:
            if file.suffix == ".open" and file != files[-1]:
                raise Corruption("only the last segment may be open")
            segment = Segment(file, transaction, table)
            segment.read()
            check_link(segment, before)
            report(summary(segment))
            before = segment
        except Corruption as corruption:
            is_right, before = False, None
            place = f"byte {segment.at}: " if segment else ""
            print(f"{file}: {place}{corruption}", file=sys.stderr)
            if transaction:
                break
    return is_right


def main(words=None):
    parser = argparse.ArgumentParser(description="Reads a spool without the product.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("dump", "verify"):
        verbs.add_parser(verb).add_argument("spool", nargs="+", type=Path)
    verbs.choices["dump"].add_argument("--table", help="only the changes of schema.table")
    arguments = parser.parse_args(words)
    for path in arguments.spool:
        if not path.exists():
            parser.error(f"{path} does not exist")
    out = sys.stdout.buffer

    def write(first, lines, last):
        out.write(first)
        shutil.copyfileobj(lines, out)
        out.write(last)

    if arguments.verb == "dump":
        results = [read_spool(path, lambda _: None, write, arguments.table) for path in arguments.spool]
    else:
        results = [read_spool(path, print) for path in arguments.spool]
    out.flush()
    return 0 if all(results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
