"""The records of a stream in any dialect, without what differs from run to run: positions, xids, CSNs, times."""

import re
import struct

CHANGING = (
    (rb"^BEGIN \d+", b"BEGIN xid"),
    (rb"^BEGIN CSN: \d+ first_lsn: [0-9A-F]+/[0-9A-F]+", b"BEGIN csn first_lsn"),
    (rb"(?<=xid: )\d+", b"xid"),
    (rb"^COMMIT \d+", b"COMMIT xid"),
    (rb"CSN \d+$", b"CSN csn"),
    (rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d", b"time"),
)


def dialect_of(stream):
    """`v_j0_ttt` is j0 with other options."""
    return stream.removeprefix("v_").split("_")[0]


class Record:
    """One record: its bytes, the position in the message's header, and that in its frame, where it has one."""

    def __init__(self, body, header, frame):
        self.body, self.header, self.frame = body, header, frame

    @property
    def is_begin(self):
        return self.body.startswith(b"B")

    @property
    def is_commit(self):
        return self.body[:6].lower() == b"commit" or self.body[:1] == b"C"


def records(messages, dialect):
    """The records of the `w` messages, out of their frames."""
    for message in messages:
        if message[:1] != b"w":
            continue
        header, payload = struct.unpack_from(">Q", message, 1)[0], message[25:]
        if dialect in ("ser", "j0", "t0"):
            yield Record(payload, header, None)
        else:
            yield from framed(payload, header, has_separators=dialect.startswith("b"))


def framed(payload, header, has_separators):
    position, separator = 0, b"P"
    while position < len(payload):
        length, frame = struct.unpack_from(">IQ", payload, position) if len(payload) - position >= 12 else (0, 0)
        if length == 0:
            assert payload[position:] == bytes(4) and separator == b"P", "a batch ends with one zero, or with F"
            return
        end = position + 4 + length
        yield Record(payload[position + 12:end], header, frame)
        if has_separators:
            separator, end = payload[end:end + 1], end + 1
        position = end
    assert separator == b"F" and has_separators, "the message ends within a batch"


def transactions(messages, dialect):
    """Lists of records, from BEGIN to commit."""
    pending = []
    for record in records(messages, dialect):
        pending.append(record)
        if record.is_commit:
            yield pending
            pending = []
    assert not pending, "the stream ends within a transaction"


def without_changing(record, dialect):
    """The bytes of a record that are the same whenever it is made."""
    body = record.body
    if dialect.startswith("b"):
        return binary_without_changing(body)
    if not (record.is_begin or record.is_commit):
        return body
    for pattern, name in CHANGING:
        body = re.sub(pattern, name, body)
    return body


def binary_without_changing(body):
    if body[:1] == b"B":
        return b"B csn first_lsn " + xid_and_time(body[17:])
    return b"C " + xid_and_time(body[1:]) if body[:1] == b"C" else body


def xid_and_time(rest):
    """What stands behind the fixed part of B and C."""
    text = b""
    if rest[:1] == b"X":
        text, rest = b"X xid ", rest[9:]
    if rest[:1] == b"T":
        text, rest = text + b"T time ", rest[5 + int.from_bytes(rest[1:5], "big"):]
    return text + rest


def binary_values_replaced(body, replace):
    """A row of style b with every value replaced."""
    if body[:1] not in b"IUD":
        return body
    position = 1
    for _ in ("schema", "table"):
        position += 2 + int.from_bytes(body[position:position + 2], "big")
    parts = [body[:position]]
    while position < len(body):
        count = int.from_bytes(body[position + 1:position + 3], "big")
        parts.append(body[position:position + 3])
        position += 3
        for _ in range(count):
            start, position = position, position + 6 + int.from_bytes(body[position:position + 2], "big")
            length = int.from_bytes(body[position:position + 4], "big")
            value = b"" if length == 0xFFFFFFFF else replace(body[position + 4:position + 4 + length])
            size = length.to_bytes(4, "big") if length == 0xFFFFFFFF else len(value).to_bytes(4, "big")
            parts += [body[start:position], size, value]
            position += 4 + (0 if length == 0xFFFFFFFF else length)
    return b"".join(parts)


def check_positions(stream, dialect):
    """How the positions stand to each other. `stream` is a list of transactions, from the first that the server sent."""
    last = stream[0][-1].header
    for begin, *rows, commit in stream:
        if dialect == "ser":
            assert begin.header <= commit.header, "COMMIT has the end of its record"
        if dialect in ("j0", "t0", "b0"):
            assert begin.header == last, "BEGIN has the header before it, the first one that of its commit"
            assert commit.header >= max(record.header for record in (begin, *rows)), "headers never go back"
        if begin.frame is not None:
            check_frames(begin, rows, commit)
        if dialect == "b0":
            check_frames_and_headers(begin, rows, commit, is_first=last == commit.header)
        last = commit.header


def check_frames(begin, rows, commit):
    assert commit.frame > max(record.frame for record in (begin, *rows)), "a commit's frame has the end of its record"


def check_frames_and_headers(begin, rows, commit, is_first):
    assert begin.frame == struct.unpack_from(">Q", begin.body, 9)[0], "BEGIN's frame has the first position"
    assert commit.frame > commit.header, "the commit's header has the start of its record"
    last = 0 if is_first else begin.header
    for row in rows:
        last = max(last, row.frame)
        assert row.header == last, "a row has the start of its record, unless that goes back"
