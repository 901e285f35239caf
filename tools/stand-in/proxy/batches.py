"""With sending-batch 1, one message carries the records of many transactions: the plugin's messages are merged here."""

import time

from wire import copy_data

HEADER_SIZE = 25
END = b"\0\0\0\0"


class Batch:
    """
    Collects `w` messages of the plugin, each with the whole or a part of one transaction, and makes one of them.
    A batch that is full ends with its last frame; one that is due for its age ends with u32 0. In style b frames are
    separated by `P`, and a full batch's last one has `F` behind it.
    """

    def __init__(self, style):
        self.style = style
        self.parts = []
        self.size = 0
        self.began = 0.0

    def add(self, payload):
        """`payload` is a whole `w` message. The first one's header is the batch's: the start of its first commit."""
        if not self.parts:
            self.parts.append(payload[:HEADER_SIZE])
            self.size = HEADER_SIZE
            self.began = time.monotonic()
        self.parts.append(self.frames(payload))
        self.size += len(self.parts[-1])

    def frames(self, payload):
        """Without the end that the plugin gave them."""
        if payload.endswith(END):
            return payload[HEADER_SIZE:-len(END)]
        return payload[HEADER_SIZE:-1] + b"P"

    def is_due(self, seconds):
        return bool(self.parts) and time.monotonic() - self.began >= seconds

    def take(self, is_full):
        """The whole message as CopyData; the batch is empty after it."""
        if is_full and self.style == "b":
            self.parts[-1] = self.parts[-1][:-1]
            self.parts.append(b"F")
        else:
            self.parts.append(END)
        merged = copy_data(b"".join(self.parts))
        self.parts, self.size = [], 0
        return merged


def is_batch(options):
    """Whether the options of START_REPLICATION ask for batches."""
    return is_parallel(options) and options.get("sending-batch") == "1"


def is_parallel(options):
    number = options.get("parallel-decode-num", "1").strip()
    return number.isdigit() and int(number) > 1
