"""The algorithm of openGauss's own tool (`Benchmarks/SeedReplay`), with as many workers as suit it best."""

from benchmark_program import build

from .side import Measurement, Side

PRODUCT = "SeedReplay"
WORKERS = (2, 4, 8, 16)


class SeedSide(Side):
    """From the start of the process until it has ended. The first run of a workload tries several numbers of workers."""

    name = "seed"
    title = "seed's algorithm"
    moment = "seed"

    def __init__(self, workplace):
        super().__init__(workplace)
        self.program = build(PRODUCT)
        # Workload and target to the best number.
        self.workers = {}

    def measure(self, prepared, kind):
        key = (prepared.workload.name, kind)
        workers = self.workers.get(key) or self.untried(prepared, key)
        return self.measured(kind, lambda: self.apply(prepared, kind, workers))

    def candidates(self, prepared):
        """A worker without a table would only stand by."""
        tables = len(prepared.workload.tables)
        return [number for number in WORKERS if number <= max(tables, WORKERS[0])]

    def apply(self, prepared, kind, workers):
        timing = self.run(prepared, kind, "--workers", workers, "--rows", prepared.extent.seed_rows)
        return Measurement(prepared.extent.seed_rows, 0, timing.seconds, 0, timing.cpu_seconds, timing.peak_megabytes)

    def run(self, prepared, kind, *options):
        keys = self.workplace.connection_keys(kind.upper())
        command = [self.program, f"--spool={prepared.spool}", *map(str, options)]
        command += [f"--{key}={keys[key]}" for key in ("host", "port", "user", "database")]
        environment = {"REVERSE_MIGRATION_TARGET_PASSWORD": keys["password"]}
        return self.workplace.finished(self.workplace.start(command, "seed", environment))
