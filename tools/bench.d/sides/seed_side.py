"""The algorithm of openGauss's own tool (`Benchmarks/SeedReplay`), with as many workers as suit it best."""

from benchmark_program import build

from .side import Measurement, Side

PRODUCT = "SeedReplay"
WORKERS = (2, 4, 8, 16)


class SeedSide(Side):
    """From the start of the process until it has ended; a variant is a number of workers."""

    name = "seed"
    title = "the seed's algorithm"
    moment = "seed"

    def __init__(self, workplace):
        super().__init__(workplace)
        self.program = build(PRODUCT)

    def variants(self, prepared):
        """A worker without a table would only stand by."""
        tables = len(prepared.workload.tables)
        return [number for number in WORKERS if number <= max(tables, WORKERS[0])]

    def apply(self, prepared, kind, variant):
        rows = prepared.extent.seed_rows
        timing = self.run(prepared, kind, "--workers", variant, "--rows", rows)
        return Measurement(rows, timing.seconds, None, timing.cpu_seconds, timing.peak_megabytes)

    def fill(self, prepared, kind):
        """Each of the first transactions as one of the target: how the replica's primary gets its binary log."""
        self.run(prepared, kind, "--whole-transactions", "--transactions", prepared.extent.slow_transactions)

    def run(self, prepared, kind, *options):
        keys = self.workplace.connection_keys(kind.upper())
        command = [self.program, f"--spool={prepared.spool}", *map(str, options)]
        command += [f"--{key}={keys[key]}" for key in ("host", "port", "user", "database")]
        environment = {"REVERSE_MIGRATION_TARGET_PASSWORD": keys["password"]}
        return self.workplace.finished(self.workplace.start(command, "seed", environment))
