"""`replay` of the whole spool, and the same with one worker."""

from .side import Measurement, Side


class ReplaySide(Side):
    """From the start of the process, with all that it looks up, until it has ended."""

    name = "replay"
    title = "replay"

    def __init__(self, workplace, workers, replay_options=None):
        super().__init__(workplace)
        self.workers, self.replay_options = workers, replay_options or {}

    def apply(self, prepared, kind, variant):
        configuration = self.workplace.configuration(
            prepared.workload.name, kind, prepared.spool, decoding={"runnable_num": self.workers},
            replay=self.replay_options)
        timing = self.workplace.finished(self.workplace.verb("replay", configuration, "--until-lsn", prepared.end))
        return Measurement(
            prepared.rows, timing.seconds, prepared.extent.transactions, timing.cpu_seconds, timing.peak_megabytes)


class SerialSide(ReplaySide):
    """The order of the source on one connection: what many workers must never be slower than."""

    name = "serial"
    title = "replay with one worker"

    def __init__(self, workplace, replay_options=None):
        super().__init__(workplace, 1, replay_options)

    def suits(self, prepared, kind):
        return prepared.workload.is_compared_with_serial
