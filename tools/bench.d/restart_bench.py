"""How long replay takes to apply its first row when it starts at the end of a spool of 50 GB.

All but the last segments are sparse: header, index and seal are right, and between them is a hole that whoever reads it takes for corruption.
"""

import hashlib
import os
import struct
import time

from samples import summary
from workloads.recording import DECODING, Recording, position_text
from workloads.table import INTEGER, VARCHAR, Column, Table
from workloads.workload import INSERT, Change
from workplace import BenchError, say

SLOT = "restart"
SEGMENTS, SEGMENT_BYTES = 800, 64 << 20
GIGABYTES = SEGMENTS * SEGMENT_BYTES >> 30
SEGMENT_POSITIONS = 1 << 20
SEAL_BYTES = 48
TRANSACTIONS = 100
SECONDS_TO_APPEAR = 120
TABLE = Table("arrivals", [Column("id", INTEGER, "INT"), Column("word", VARCHAR, "VARCHAR(20)")])
MARKS = {"header": 0x184D2A50, "index": 0x184D2A51, "seal": 0x184D2A52}


def measure_restart(workplace, choice):
    """Seconds from the start of the process until the first row of what is new is in the target."""
    kind = choice.targets[-1]
    before, whole = workplace.spool(f"{SLOT}_before"), workplace.spool(f"{SLOT}_whole")
    say(f"a spool of {SEGMENTS} sparse segments, {GIGABYTES} GB")
    end_of_sparse = make_sparse_segments(whole, workplace.variables["SOURCE_DATABASE"])
    old, _ = capture(workplace, whole, first=1, position=end_of_sparse)
    capture(workplace, before, first=1, position=end_of_sparse)
    _, new_end = capture(workplace, whole, first=TRANSACTIONS + 1, position=old)
    samples = [run(workplace, choice, kind, before, whole, old, new_end) for _ in range(choice.runs)]
    return {
        "target": kind, "gigabytes": GIGABYTES, "segments": SEGMENTS,
        "seconds_to_first_row": summary(samples, digits=3)}


def capture(workplace, spool, first, position):
    """Adds transactions to a spool; returns the position of the last one, as a number and as text."""
    path = workplace.path(f"{SLOT}.recording")
    with open(path, "wb") as file:
        recording = Recording(file, position)
        for number in range(first, first + TRANSACTIONS):
            recording.transaction([Change(INSERT, TABLE, (b"%d" % number, b"row %d" % number))])
        recording.flush()
    configuration = workplace.configuration(SLOT, spool=spool, decoding=DECODING)
    workplace.finished(workplace.verb("capture", configuration, "--recording", path))
    return recording.position, position_text(recording.position)


def run(workplace, choice, kind, before, whole, old, new_end):
    """The target gets what is old out of the small spool, so that its progress is replay's own."""
    workplace.empty_target(kind, TABLE.definition)
    options = {"kind": kind, "decoding": {"runnable_num": choice.workers}, "replay": choice.replay_options}
    first = workplace.configuration(SLOT, spool=before, **options)
    workplace.finished(workplace.verb("replay", first, "--until-lsn", position_text(old)))
    second = workplace.configuration(SLOT, spool=whole, **options)
    with workplace.target(kind) as connection, connection.cursor() as cursor:
        replay = workplace.verb("replay", second, "--until-lsn", new_end)
        while cursor.execute("SELECT 1 FROM arrivals WHERE id > %s LIMIT 1", (TRANSACTIONS,)) == 0:
            if not replay.is_running or time.monotonic() - replay.began > SECONDS_TO_APPEAR:
                raise BenchError(f"replay did not go on at the end of a large spool; it said: {replay.last_words()}")
            time.sleep(0.001)
        seconds = time.monotonic() - replay.began
    workplace.finished(replay)
    rows = workplace.on_target(kind, "SELECT COUNT(*) FROM arrivals")
    if rows != 2 * TRANSACTIONS:
        raise BenchError(f"{kind} holds {rows} rows after the restart instead of {2 * TRANSACTIONS}.")
    say(f"restart, {kind}: {seconds:.3f} s")
    return seconds


def make_sparse_segments(directory, database):
    """Sealed segments as docs/spool-format.md has them; returns where the last one ends."""
    previous = bytes(32)
    for number in range(SEGMENTS):
        start, end = number * SEGMENT_POSITIONS, (number + 1) * SEGMENT_POSITIONS
        head = frame("header", header(start, previous, database))
        index = frame("index", checked(struct.pack("<QQqqII", len(head), end, -1 << 63, -1 << 63, 1, 1)))
        index_offset = SEGMENT_BYTES - len(index) - SEAL_BYTES
        # Capture holds the last segment to its hash, and nobody one that is not read.
        hole = bytes(index_offset - len(head)) if number == SEGMENTS - 1 else b""
        previous = hashlib.sha256(head + hole + index).digest()
        with open(os.path.join(directory, f"{start:016X}.segment"), "wb") as file:
            file.write(head)
            file.seek(index_offset)
            file.write(index + frame("seal", struct.pack("<Q", index_offset) + previous))
    return SEGMENTS * SEGMENT_POSITIONS


def header(start, previous, database):
    words = b"".join(
        struct.pack("<H", len(word)) + word
        for word in (b"recording", database.encode(), SLOT.encode(), b"b1", b"tools/bench"))
    return checked(b"RMSPOOL\0" + struct.pack("<HHQq", 1, 0, start, 0) + previous + words)


def checked(payload):
    return payload + hashlib.sha256(payload).digest()[:8]


def frame(kind, payload):
    return struct.pack("<II", MARKS[kind], len(payload)) + payload
