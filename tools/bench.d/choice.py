"""What of the benchmarks is run, and how much of it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Choice:
    """What the command line asked for, with the defaults filled in."""

    quick: bool
    runs: int
    # Times as many transactions.
    scale: float
    # `slot.runnable_num` of every replay but the serial one.
    workers: int
    # Keys of the section `replay` in its configuration.
    replay_options: dict
    targets: list
    workloads: list
    sides: list
    dialects: list

    def number(self, full, quick):
        return quick if self.quick else full

    def scaled(self, full, quick):
        return round(self.number(full, quick) * self.scale)
