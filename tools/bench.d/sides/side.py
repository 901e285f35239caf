"""What every side is: something that applies a workload, or the first part of it, to a target."""

import dataclasses
import os

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclasses.dataclass(frozen=True)
class Measurement:
    """One run of a side. CPU time and memory are its own, not the server's."""

    rows: int
    seconds: float
    # Where the side knows transactions.
    transactions: int | None = None
    cpu_seconds: float | None = None
    peak_megabytes: float | None = None
    server_cpu_seconds: float = 0

    @property
    def rows_per_second(self):
        return self.rows / self.seconds


class Side:
    """Runs against tables that are ready; the caller checks that they hold what `moment` says afterwards."""

    name = ""
    title = ""
    # A key of `Prepared.states`.
    moment = "end"

    def __init__(self, workplace):
        self.workplace = workplace

    def suits(self, prepared, kind):
        return True

    def target(self, kind):
        """The server that is made ready and looked at afterwards."""
        return kind

    def make_ready(self, prepared):
        """What takes long and is the same for every run of a workload."""

    def variants(self, prepared):
        """What to try once each; the fastest is what the side is."""
        return [None]

    def measure(self, prepared, kind, variant):
        """Applies the workload; the server's CPU time is taken around it."""
        before = self.server_cpu_seconds(kind)
        measurement = self.apply(prepared, kind, variant)
        spent = round(self.server_cpu_seconds(kind) - before, 2)
        return dataclasses.replace(measurement, server_cpu_seconds=spent)

    def apply(self, prepared, kind, variant):
        raise NotImplementedError

    def server_cpu_seconds(self, kind):
        with open(self.workplace.path(f"{self.target(kind)}.pid"), encoding="ascii") as file:
            pid = int(file.read())
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
