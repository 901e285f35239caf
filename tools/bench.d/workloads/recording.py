"""Writes transactions as a source in the fast mode sends them, into a file that `capture --recording` reads."""

import struct

# What the file is written in: style b, many records a message.
DECODING = {"parallel-decode-num": 2, "decode-style": "b", "sending-batch": 1}
MESSAGE_BYTES = 1 << 20
COMMIT_TIME = b"2026-11-23 05:01:39.293515+00"
COMMIT_TAIL = b"T" + struct.pack(">I", len(COMMIT_TIME)) + COMMIT_TIME


class Recording:
    """One file. A record is a frame: its length, its position, its body and a `P`; zeros end a message."""

    def __init__(self, file, position):
        self.file = file
        # Of the last commit: where a reader may stop.
        self.position = position
        self.batch, self.batch_bytes, self.number = [], 0, 0

    def transaction(self, changes):
        """Writes one transaction; each of its records is a little behind the one before."""
        self.number += 1
        identifier = struct.pack(">Q", self.number)
        self.frame(b"B" + identifier + struct.pack(">Q", self.position + 8) + b"X" + identifier)
        for change in changes:
            self.frame(change.table.encoder.encode(change.operation, change.new, change.old))
        self.frame(b"CX" + identifier + COMMIT_TAIL)

    def frame(self, body):
        self.position += 8
        self.batch += (struct.pack(">IQ", len(body) + 8, self.position), body, b"P")
        self.batch_bytes += len(body) + 13
        if self.batch_bytes >= MESSAGE_BYTES:
            self.flush()

    def flush(self):
        if not self.batch:
            return
        header = b"w" + struct.pack(">QQq", self.position, self.position, 0)
        self.file.write(struct.pack(">I", len(header) + self.batch_bytes + 4) + header)
        self.file.writelines(self.batch)
        self.file.write(bytes(4))
        self.batch, self.batch_bytes = [], 0


def position_text(position):
    return f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"
