"""tools/spool_reader.py against segments that are composed here, byte by byte, from docs/spool-format.md."""

import contextlib
import hashlib
import importlib.util
import io
import json
import struct
import subprocess
from types import SimpleNamespace
from pathlib import Path

import lz4.frame
import pytest

READER = Path(__file__).resolve().parents[2] / "tools" / "spool_reader.py"
specification = importlib.util.spec_from_file_location("spool_reader", READER)
reader = importlib.util.module_from_spec(specification)
specification.loader.exec_module(reader)
UNKNOWN = -(2**63)
NOON = 1_795_410_099_293_515  # 2026-11-23 05:01:39.293515 UTC


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def optional(value):
    return varint(0 if value is None else value + 1)


def text(value):
    data = value if isinstance(value, bytes) else value.encode()
    return varint(len(data)) + data


def values(*items):
    """`...` stands for absent."""
    out = b""
    for item in items:
        if item is None or item is ...:
            out += varint(0 if item is None else 1)
        else:
            data = item if isinstance(item, bytes) else item.encode()
            out += varint(len(data) + 2) + data
    return out


def record(kind, body):
    return struct.pack("<IB", len(body) + 1, kind) + body


def relation(number, table, columns, schema="public"):
    """Columns are (flags, name, type)."""
    described = b"".join(bytes([flags]) + text(name) + text(kind) + varint(0) for flags, name, kind in columns)
    return record(1, varint(number) + text(schema) + text(table) + varint(len(columns)) + described)


def begin(xid=7, csn=None):
    return record(2, optional(xid) + optional(csn))


def insert(number, *items):
    return record(3, varint(number) + values(*items))


def update(number, new, old):
    return record(4, varint(number) + values(*new) + values(*old))


def delete(number, *items):
    return record(5, varint(number) + values(*items))


def truncate(*tables):
    return record(6, b"\0" + varint(len(tables)) + b"".join(text(schema) + text(table) for schema, table in tables))


def commit(position, rows, xid=7, csn=9, time=NOON):
    who = optional(xid) + optional(csn)
    return record(7, struct.pack("<Q", position) + who + struct.pack("<q", time) + varint(rows))


def position(at):
    return record(8, struct.pack("<Q", at))


def frame(content):
    return lz4.frame.compress(content, block_linked=False, block_checksum=True, content_checksum=True, store_size=True)


def skippable(magic, payload):
    return struct.pack("<II", magic, len(payload)) + payload


def summed(body):
    return body + hashlib.sha256(body).digest()[:8]


def header(start, previous=bytes(32), version=1):
    strings = b"".join(struct.pack("<H", len(item)) + item for item in (b"7439", b"shop", b"rm", b"serial", b"test 1"))
    body = b"RMSPOOL\0" + struct.pack("<HHQq", version, 0, start, NOON) + previous + strings
    return skippable(0x184D2A50, summed(body))


def entry(offset, last, transactions, rows, first_time=NOON, last_time=NOON):
    return struct.pack("<QQqqII", offset, last, first_time, last_time, transactions, rows)


def seal(body):
    index_at = body.rfind(struct.pack("<I", 0x184D2A51))
    return body + skippable(0x184D2A52, struct.pack("<Q", max(index_at, 0)) + hashlib.sha256(body).digest())


def sealed(start, contents, entries, previous=bytes(32)):
    """A sealed segment; entries are (block number, last position, transactions, rows[, first time, last time])."""
    out, offsets = header(start, previous), []
    for content in contents:
        offsets.append(len(out))
        out += frame(content)
    index = b"".join(entry(offsets[block], *rest) for block, *rest in entries)
    return seal(out + skippable(0x184D2A51, summed(index)))


def hash_of(segment):
    return segment[-32:]


def write(directory, start, data, suffix="segment"):
    path = directory / f"{start:016X}.{suffix}"
    path.write_bytes(data)
    return path


def run(verb, *arguments):
    """As a command would, but within this process: some tests do it hundreds of times."""
    out, errors = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline=""), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = reader.main([verb, *map(str, arguments)])
    out.flush()
    return SimpleNamespace(returncode=code, stdout=out.buffer.getvalue().decode(), stderr=errors.getvalue())


def dumped(*arguments):
    result = run("dump", *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout.split("\n")[:-1]


T = [(3, "id", "integer"), (1, "name", "text")]
KEYED = relation(0, "t", T)


def one_row(at, number=0):
    return begin() + insert(number, "1", "a") + commit(at, 1)


def simple(start=0x10, at=0x20, previous=bytes(32)):
    return sealed(start, [KEYED + one_row(at)], [(0, at, 1, 1)], previous)


def test_dump_prints_the_contract_exactly(tmp_path):
    content = (
        KEYED + begin(12447) + insert(0, "1", "a") + update(0, ["2", None], ["1"]) + delete(0, "2")
        + truncate(("public", "t"), ("s", "u")) + commit(0x23C93F0, 3, xid=12447, csn=832)
    )
    path = write(tmp_path, 0x10, sealed(0x10, [content], [(0, 0x23C93F0, 1, 3)]))
    types = '"types":{"id":"integer","name":"text"}'
    assert dumped(path) == [
        '{"op":"begin","xid":12447,"csn":832}',
        '{"op":"insert","schema":"public","table":"t","new":{"id":"1","name":"a"},' + types + "}",
        '{"op":"update","schema":"public","table":"t","new":{"id":"2","name":null},"old":{"id":"1"},' + types + "}",
        '{"op":"delete","schema":"public","table":"t","old":{"id":"2"},' + types + "}",
        '{"op":"truncate","tables":["public.t","s.u"],"restart_identity":false,"cascade":false}',
        '{"op":"commit","position":"0/23C93F0","xid":12447,"commit_time":"2026-11-23 05:01:39.293515+00"}',
    ]


def test_null_empty_and_absent_stay_apart(tmp_path):
    columns = [(1, "a", "text"), (1, "b", "text"), (1, "c", "text")]
    content = relation(0, "t", columns) + begin() + insert(0, None, "", ...) + commit(0x20, 1)
    path = write(tmp_path, 0x10, sealed(0x10, [content], [(0, 0x20, 1, 1)]))
    assert json.loads(dumped(path)[1])["new"] == {"a": None, "b": ""}


def test_an_update_without_identity_has_an_empty_old_image(tmp_path):
    content = relation(0, "t", [(1, "a", "text")]) + begin() + update(0, ["x"], []) + commit(0x20, 1)
    path = write(tmp_path, 0x10, sealed(0x10, [content], [(0, 0x20, 1, 1)]))
    assert '"new":{"a":"x"},"old":{},"types":{"a":"text"}' in dumped(path)[1]


def test_only_what_json_demands_is_escaped(tmp_path):
    content = KEYED + begin() + insert(0, "1", 'é😀\u2028\x7f/"\\\b\f\n\r\t\x01\x1f') + commit(0x20, 1)
    path = write(tmp_path, 0x10, sealed(0x10, [content], [(0, 0x20, 1, 1)]))
    assert ('"name":"é😀\u2028\x7f/\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f"}') in run("dump", path).stdout


def test_what_is_unknown_is_null(tmp_path):
    content = KEYED + begin(None) + insert(0, "1", "a") + commit(0x20, 1, xid=None, csn=None, time=UNKNOWN)
    path = write(tmp_path, 0x10, sealed(0x10, [content], [(0, 0x20, 1, 1, UNKNOWN, UNKNOWN)]))
    lines = dumped(path)
    assert lines[0] == '{"op":"begin","xid":null,"csn":null}'
    assert lines[-1] == '{"op":"commit","position":"0/20","xid":null,"commit_time":null}'


@pytest.mark.parametrize(
    ("microseconds", "expected"),
    [
        (0, "1970-01-01 00:00:00+00"),
        (-1, "1969-12-31 23:59:59.999999+00"),
        (951_782_400_500_000, "2000-02-29 00:00:00.5+00"),
        (253_402_300_800_000_000, "10000-01-01 00:00:00+00"),
        (NOON // 1_000_000 * 1_000_000 + 120_000, "2026-11-23 05:01:39.12+00"),
    ],
)
def test_a_commit_time_is_utc_without_trailing_zeros(tmp_path, microseconds, expected):
    content = KEYED + begin() + insert(0, "1", "a") + commit(0x20, 1, time=microseconds)
    path = write(tmp_path, 0x10, sealed(0x10, [content], [(0, 0x20, 1, 1, microseconds, microseconds)]))
    assert json.loads(dumped(path)[-1])["commit_time"] == expected


def test_a_table_selects_its_changes_and_leaves_out_transactions_without_any(tmp_path):
    both = begin() + insert(0, "1", "a") + insert(1, "2", "b") + commit(0x20, 2)
    content = KEYED + relation(1, "u", T) + both + one_row(0x30)
    path = write(tmp_path, 0x10, sealed(0x10, [content], [(0, 0x30, 2, 3)]))
    lines = [json.loads(line) for line in dumped(path, "--table", "public.u")]
    assert [line["op"] for line in lines] == ["begin", "insert", "commit"]
    assert lines[1]["table"] == "u" and lines[2]["position"] == "0/20"


def test_a_transaction_may_span_blocks_and_segments_follow_each_other(tmp_path):
    contents = [KEYED + begin(), insert(0, "1", "a"), insert(0, "2", "b") + commit(0x20, 2)]
    first = sealed(0x10, contents, [(0, 0x20, 1, 2)])
    second = simple(0x20, 0x30, hash_of(first))
    write(tmp_path, 0x10, first)
    write(tmp_path, 0x20, second)
    result = run("verify", tmp_path)
    assert result.returncode == 0, result.stderr
    assert "1 transactions, 2 rows, ends at 0/20" in result.stdout
    assert len(dumped(tmp_path)) == 7


def test_an_index_may_gather_blocks_and_holds_positions_without_transactions(tmp_path):
    contents = [KEYED + one_row(0x20), one_row(0x30) + position(0x38), position(0x40)]
    entries = [(0, 0x38, 2, 2), (2, 0x40, 0, 0, UNKNOWN, UNKNOWN)]
    result = run("verify", write(tmp_path, 0x10, sealed(0x10, contents, entries)))
    assert result.returncode == 0, result.stderr


def test_an_open_segment_is_read_up_to_its_last_whole_transaction_wherever_it_is_cut(tmp_path):
    start = header(0x10)
    first, second = frame(KEYED + one_row(0x20)), frame(one_row(0x30))
    whole = start + first + second
    path = tmp_path / f"{0x10:016X}.open"
    for length in range(len(whole) + 1):
        path.write_bytes(whole[:length])
        expected = 0 if length < len(start + first) else 3 if length < len(whole) else 6
        assert len(dumped(path)) == expected
        at_a_frames_end = length in (len(start), len(start + first), len(whole))
        assert ("torn tail" in run("verify", path).stdout) != at_a_frames_end


def test_zeros_at_the_end_of_an_open_segment_are_a_torn_tail(tmp_path):
    path = write(tmp_path, 0x10, header(0x10) + frame(KEYED + one_row(0x20)) + bytes(100), "open")
    assert "torn tail" in run("verify", path).stdout
    assert len(dumped(path)) == 3


def test_an_unfinished_transaction_is_no_error_and_is_not_printed(tmp_path):
    content = KEYED + one_row(0x20) + begin() + insert(0, "2", "b")
    path = write(tmp_path, 0x10, header(0x10) + frame(content), "open")
    assert "unfinished transaction" in run("verify", path).stdout
    assert len(dumped(path)) == 3


def test_a_torn_frame_that_is_followed_by_a_whole_one_is_corruption(tmp_path):
    torn = bytearray(frame(KEYED + one_row(0x20)))
    torn[15:19] = struct.pack("<I", 1 << 20)
    path = write(tmp_path, 0x10, header(0x10) + bytes(torn) + frame(position(0x30)), "open")
    assert run("verify", path).returncode == 1


def test_any_flipped_byte_of_a_sealed_segment_is_found(tmp_path):
    whole = simple()
    for at in range(len(whole)):
        damaged = bytearray(whole)
        damaged[at] ^= 0x40
        result = run("verify", write(tmp_path, 0x10, bytes(damaged)))
        assert result.returncode == 1, f"byte {at}"
        assert result.stderr.count("\n") == 1


def test_nothing_is_printed_of_a_sealed_segment_with_a_wrong_hash(tmp_path):
    whole = bytearray(simple())
    whole[-1] ^= 1
    result = run("dump", write(tmp_path, 0x10, bytes(whole)))
    assert (result.returncode, result.stdout) == (1, "")


def sealed_with(content, last=0x20, transactions=1, rows=1):
    return sealed(0x10, [content], [(0, last, transactions, rows)])


WRONG = {
    "another version": seal(header(0x10, version=2) + skippable(0x184D2A51, summed(b""))),
    "another start than the name": simple(0x11),
    "a commit at the start": sealed_with(KEYED + one_row(0x10), 0x10),
    "a commit that goes back": sealed_with(KEYED + one_row(0x20) + one_row(0x18), 0x20, 2, 2),
    "a commit where one was": sealed_with(KEYED + one_row(0x20) + one_row(0x20), 0x20, 2, 2),
    "a position that goes back": sealed_with(KEYED + one_row(0x20) + position(0x1F)),
    "a wrong count of rows": sealed_with(KEYED + begin() + insert(0, "1", "a") + commit(0x20, 2)),
    "an unfinished transaction": sealed_with(KEYED + one_row(0x20) + begin()),
    "a row outside": sealed_with(KEYED + insert(0, "1", "a") + one_row(0x20)),
    "a begin within": sealed_with(KEYED + begin() + one_row(0x20)),
    "a position within": sealed_with(KEYED + begin() + position(0x18) + insert(0, "1", "a") + commit(0x20, 1)),
    "an undescribed relation": sealed_with(KEYED + one_row(0x20, 1)),
    "a relation out of turn": sealed_with(relation(1, "t", T) + one_row(0x20)),
    "kind 0": sealed_with(KEYED + one_row(0x20) + record(0, b"")),
    "kind 9": sealed_with(KEYED + one_row(0x20) + record(9, b"")),
    "a record of no bytes": sealed_with(KEYED + one_row(0x20) + bytes(4)),
    "a record too long": sealed_with(KEYED + begin() + insert(0, "1", "a", "b") + commit(0x20, 1)),
    "a record too short": sealed_with(KEYED + begin() + insert(0, "1") + commit(0x20, 1)),
    "a record over a block's end": sealed(0x10, [KEYED + one_row(0x20)[:-1], one_row(0x20)[-1:]], [(0, 0x20, 1, 1)]),
    "a text that is not UTF-8": sealed_with(KEYED + begin() + insert(0, "1", b"\xff") + commit(0x20, 1)),
    "an index of other counts": sealed_with(KEYED + one_row(0x20), rows=2),
    "an index of another end": sealed_with(KEYED + one_row(0x20), last=0x21),
    "an index without the block": sealed(0x10, [KEYED + one_row(0x20)], []),
    "an entry within a transaction": sealed(
        0x10, [KEYED + begin(), insert(0, "1", "a") + commit(0x20, 1)],
        [(0, 0x10, 0, 0, UNKNOWN, UNKNOWN), (1, 0x20, 1, 1)]),
    "no index": seal(header(0x10) + frame(KEYED + one_row(0x20))),
    "a seal that names another place": simple()[:-40] + struct.pack("<Q", 1) + simple()[-32:],
    "no seal": simple()[:-48],
    "something behind the seal": simple() + bytes(1),
    "another skippable frame": seal(simple()[:-48] + skippable(0x184D2A53, b"")),
    "linked blocks": seal(header(0x10) + lz4.frame.compress(KEYED + one_row(0x20), content_checksum=True)
                          + skippable(0x184D2A51, summed(entry(len(header(0x10)), 0x20, 1, 1)))),
}


@pytest.mark.parametrize("segment", WRONG.values(), ids=WRONG.keys())
def test_verify_finds(tmp_path, segment):
    result = run("verify", write(tmp_path, 0x10, segment))
    assert result.returncode == 1
    assert "Traceback" not in result.stderr and result.stderr.count("\n") == 1


def test_verify_finds_a_missing_segment(tmp_path):
    first = simple(0x10, 0x20)
    second = simple(0x20, 0x30, hash_of(first))
    write(tmp_path, 0x10, first)
    write(tmp_path, 0x30, simple(0x30, 0x40, hash_of(second)))
    result = run("verify", tmp_path)
    assert result.returncode == 1 and "ends at 0/20" in result.stderr


def test_verify_finds_a_replaced_segment(tmp_path):
    write(tmp_path, 0x10, simple(0x10, 0x20))
    write(tmp_path, 0x20, simple(0x20, 0x30, bytes(31) + b"\1"))
    result = run("verify", tmp_path)
    assert result.returncode == 1 and "hash of the segment before" in result.stderr


def test_verify_finds_wrong_names_and_a_second_open_segment(tmp_path):
    (tmp_path / "00000000000000ab.segment").write_bytes(simple())
    write(tmp_path, 0x10, header(0x10), "open")
    write(tmp_path, 0x20, header(0x20), "open")
    result = run("verify", tmp_path)
    assert result.returncode == 1
    assert "only the last" in result.stderr and "the name is not" in result.stderr


def test_other_files_of_a_spool_are_left_alone(tmp_path):
    write(tmp_path, 0x10, simple())
    for name in (".lock", "README.md", f"{0x10:016X}.torn-1"):
        (tmp_path / name).write_text("anything")
    assert run("verify", tmp_path).returncode == 0


def test_wrong_usage_is_exit_code_2(tmp_path):
    for words in (["dump"], ["verify", tmp_path / "nowhere"], []):
        result = subprocess.run([READER, *words], capture_output=True, check=False)
        assert (result.returncode, result.stdout) == (2, b"")
