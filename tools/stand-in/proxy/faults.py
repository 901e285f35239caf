"""What is counted over all streams, and what goes wrong on purpose."""

import struct
from dataclasses import dataclass, field


@dataclass
class Run:
    """Whole CopyData messages, one after another; `release` is when they may go out."""

    content: bytes
    messages: int
    data: int
    release: float = 0.0


@dataclass
class Cut:
    """After message `number` of its kind, or inside it; or no cut, only that data waits from there on."""

    number: int
    is_inside: bool
    counts_data: bool
    holds: bool = False

    @property
    def kind(self):
        return self.is_inside, self.counts_data, self.holds


@dataclass
class Faults:
    """The switches of the control port and the counters that cuts go by."""

    hold_keepalives: bool = False
    hold_data: bool = False
    stop_answering: bool = False
    refuse: bool = False
    messages: int = 0
    data: int = 0
    keepalives: int = 0
    replies: int = 0
    cuts: int = 0
    holds: int = 0
    newest: int = 0
    flush: int = 0
    planned: list = field(default_factory=list)

    def plan(self, number, *kind):
        self.cancel(*kind)
        self.planned.append(Cut(number, *kind))

    def cancel(self, *kind):
        self.planned = [cut for cut in self.planned if cut.kind != kind]

    def count(self, messages, data):
        self.messages += messages
        self.data += data
        self.keepalives += messages - data

    def due(self, messages, data):
        """The planned cut that sending so many more messages would reach."""
        for cut in self.planned:
            if cut.number <= (self.data + data if cut.counts_data else self.messages + messages):
                return cut
        return None

    def admit(self, run):
        """Counts what of the run may be sent. Returns where that ends, and whether the connection is cut there."""
        if self.due(run.messages, run.data) is None:
            self.count(run.messages, run.data)
            return len(run.content), False
        for start, end in message_bounds(run.content):
            is_data = run.content[start + 5] == ord("w")
            cut = self.due(1, is_data)
            if cut is not None and cut.is_inside:
                return self.carry_out(cut, (start + end) // 2)
            self.count(1, is_data)
            if cut is not None:
                return self.carry_out(cut, end)
        return len(run.content), False

    def carry_out(self, cut, end):
        self.planned.remove(cut)
        if cut.holds:
            self.hold_data, self.holds = True, self.holds + 1
        else:
            self.cuts += 1
        return end, not cut.holds


def rest_of(run, end):
    """What of a run of data is left behind the message that ends there."""
    count = sum(1 for _, message_end in message_bounds(run.content) if message_end > end)
    return Run(run.content[end:], count, count, run.release)


def message_bounds(content):
    start = 0
    while start < len(content):
        end = start + 1 + struct.unpack_from(">I", content, start + 1)[0]
        yield start, end
        start = end
