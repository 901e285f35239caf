"""Every reply of every client as a line of JSON: what was acknowledged, and when."""

import json
import time

from wire import position_text


class FeedbackLog:
    """Appends to a file, or to nothing without a path. A line is there before the server hears of the reply."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8", buffering=1) if path else None

    def write(self, stream, reply):
        if self.file is None:
            return
        line = {"time": time.time(), "stream": stream.number, "slot": stream.slot}
        for name in ("receive", "write", "flush", "apply"):
            line[name] = position_text(getattr(reply, name))
        line["reply_requested"] = reply.asks_reply
        self.file.write(json.dumps(line) + "\n")
