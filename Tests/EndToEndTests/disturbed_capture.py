"""A capture whose stream is broken off after a number of messages, again and again, and what must hold each time."""

import sys

from environment import ROOT, until
from process import EXIT_UNREACHABLE
from proxy import Proxy, name_like_opengauss

sys.path.insert(0, str(ROOT / "tools"))
import spool_reader  # noqa: E402

# Batches of a few records, so that they end inside transactions, and keepalives that overtake whatever waits.
PROXY_OPTIONS = ("--batch-bytes", "150", "--batch-seconds", "0.05", "--hold-seconds", "0.05", "--keepalive-seconds", "0.05")


def number_of(position):
    high, low = position.split("/")
    return int(high, 16) << 32 | int(low, 16)


class DisturbedCapture:
    """Capture through a proxy of its own. Data is held back except while a test waits for the next break."""

    def __init__(self, scenario, dialect):
        self.scenario, self.capture = scenario, None
        with scenario.source(superuser=True) as connection:
            connection.autocommit = True
            name_like_opengauss(connection)
        connection.close()
        self.proxy = Proxy(scenario.environment, scenario.name, scenario.directory, *PROXY_OPTIONS)
        scenario.write_config(
            og_conn={"port": self.proxy.port}, slot=dialect,
            capture={"feedback_interval_milliseconds": 100, "reconnect_delay_max_seconds": 1})
        scenario.done("create")
        self.slot_start = number_of(scenario.on_source(
            f"SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '{scenario.name}'")[0][0])
        self.proxy.control("hold-data on")

    # What breaks

    def cut_after(self, messages, is_inside):
        """The connection is cut after so many messages, or inside the last; False if the stream ended before."""
        if not self.let_through(f"cut-{'inside' if is_inside else 'after'}-data +{messages}", "cuts"):
            return False
        self.acknowledged_is_durable()
        return True

    def kill_after(self, messages, lets_keepalives_ahead, kill):
        """So many messages come through and nothing behind them; then somebody is killed, perhaps only after keepalives that ran ahead."""
        if not self.let_through(f"hold-after-data +{messages}", "holds"):
            return False
        if lets_keepalives_ahead and not self.is_complete():
            self.answer_keepalives()
        kill(self)
        self.acknowledged_is_durable()
        return True

    def let_through(self, command, counter):
        before = self.proxy.status()[counter]
        self.proxy.control(command)
        self.proxy.control("hold-data off")
        self.keep_running()
        until(lambda: self.proxy.status()[counter] > before or self.is_complete(), "for the break or the end", 60)
        self.proxy.control("hold-data on")
        return self.proxy.status()[counter] > before

    def kill_proxy(self):
        self.proxy.kill()
        self.proxy.start("--hold-data")

    def kill_capture(self):
        self.capture.kill()
        self.capture = None

    def kill_source(self):
        self.scenario.environment.kill("source")
        self.scenario.environment.revive("source")

    def keep_running(self):
        """A process may end by itself only because it never reached the source."""
        if self.capture and not self.capture.is_running:
            assert self.capture.child.returncode == EXIT_UNREACHABLE, self.capture.said
            self.capture = None
        if self.capture is None:
            self.capture = self.scenario.start("capture")

    def answer_keepalives(self):
        """Waits until capture has replied to keepalives that have overtaken the data."""
        self.keep_running()
        seen = self.proxy.status()
        until(lambda: self.proxy.status()["keepalives"] > seen["keepalives"] + 1, "for keepalives that overtake")
        replies = self.proxy.status()["replies"]
        until(lambda: self.proxy.status()["replies"] > replies + 1, "for replies to them")
        newest = number_of(self.proxy.status()["newest"])
        assert newest > self.spool_end or self.is_complete(), "no keepalive ran ahead"
        self.acknowledged_is_durable()

    def finish(self):
        self.proxy.control("hold-data off")
        self.keep_running()
        until(self.is_complete, "for the rest")
        # A process that has only just begun does not heed signals yet, and would be ended by one.
        self.capture.wait_until_said("streaming from the slot")
        assert self.capture.stop() == 0, self.capture.said
        self.acknowledged_is_durable()

    def stop(self):
        if self.capture:
            self.capture.kill()
        self.proxy.stop()

    # What must hold

    def segments(self):
        """As the independent reader finds them. A segment that is being made or sealed just now is looked at again."""
        return until(self.readable_segments, "for a spool that can be read")

    def readable_segments(self):
        segments = []
        try:
            for file in spool_reader.segments_of(self.scenario.spool):
                segments.append(spool_reader.Segment(file))
                segments[-1].read()
        except (FileNotFoundError, spool_reader.Corruption, spool_reader.TornTail):
            return None
        return segments or [None]  # an empty spool is an answer, too

    @property
    def spool_end(self):
        return max((segment.end for segment in self.segments() if segment), default=0)

    @property
    def transactions_in_spool(self):
        return sum(run.transactions for segment in self.segments() if segment for run in segment.runs)

    def is_complete(self):
        return self.transactions_in_spool == len(self.scenario.committed)

    def acknowledged_is_durable(self):
        """No reply has named more as flushed than the spool's files hold, looked at after the replies."""
        flushed = max((number_of(reply["flush"]) for reply in self.proxy.replies()), default=0)
        assert flushed <= max(self.spool_end, self.slot_start), "an acknowledgement ran ahead of the spool"
