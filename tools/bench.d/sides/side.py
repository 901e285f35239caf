"""What every side is: something that applies a workload, or the first part of it, to a target."""

import dataclasses
import os

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclasses.dataclass(frozen=True)
class Measurement:
    """One run of a side. CPU time and memory are its own, not the server's."""

    rows: int
    transactions: int
    seconds: float
    server_cpu_seconds: float
    cpu_seconds: float | None = None
    peak_megabytes: float | None = None

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

    def measure(self, prepared, kind):
        raise NotImplementedError

    def measured(self, kind, apply):
        """Runs `apply` and takes the server's CPU time around it; what it returns is a measurement without that."""
        before = self.server_cpu_seconds(kind)
        measurement = apply()
        spent = round(self.server_cpu_seconds(kind) - before, 2)
        return dataclasses.replace(measurement, server_cpu_seconds=spent)

    def server_cpu_seconds(self, kind):
        with open(self.workplace.path(f"{self.target(kind)}.pid"), encoding="ascii") as file:
            pid = int(file.read())
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
