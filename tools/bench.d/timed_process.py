"""A child process with its wall time, its CPU time and the peak of its memory."""

import dataclasses
import os
import re
import select
import signal
import subprocess
import time

MEMORY_INTERVAL_MILLISECONDS = 50
SECONDS_TO_END = 3600


@dataclasses.dataclass(frozen=True)
class Timing:
    """What one run of a process took."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    # Of the process on the other side of the connection, where one was named.
    companion_cpu_seconds: float = 0.0


TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class TimedProcess:
    """Timed from just before its start; everything it says goes to `log`."""

    def __init__(self, command, log, environment=None):
        self.title = " ".join(os.path.basename(word) for word in command[:2])
        self.log = log
        self.peak_kilobytes = 0
        self.find_companion = None
        self.companion_pid = None
        self.companion_cpu_seconds = 0.0
        with open(log, "wb") as out:
            self.began = time.monotonic()
            self.child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=os.environ | (environment or {}))
        self.descriptor = os.pidfd_open(self.child.pid)

    def wait(self, timeout=SECONDS_TO_END):
        """Its exit code and its figures, once it has ended by itself; it is killed after `timeout` seconds."""
        end = select.poll()
        end.register(self.descriptor, select.POLLIN)
        while not end.poll(MEMORY_INTERVAL_MILLISECONDS):
            self.measure_memory()
            self.measure_companion()
            if time.monotonic() - self.began > timeout:
                self.child.send_signal(signal.SIGKILL)
        seconds = time.monotonic() - self.began
        _, status, usage = os.wait4(self.child.pid, 0)
        self.child.returncode = os.waitstatus_to_exitcode(status)
        os.close(self.descriptor)
        cpu_seconds = usage.ru_utime + usage.ru_stime
        timing = Timing(
            round(seconds, 4), round(cpu_seconds, 4), round(self.peak_kilobytes / 1024, 1),
            round(self.companion_cpu_seconds, 2))
        return self.child.returncode, timing

    def measure_memory(self):
        """The kernel's own peak, so that nothing between two looks is missed, save what comes after the last one.

        Not the peak of getrusage: that begins with what the parent had when it forked.
        """
        try:
            with open(f"/proc/{self.child.pid}/status", encoding="ascii", errors="replace") as file:
                match = re.search(r"VmHWM:\s+(\d+) kB", file.read())
        except OSError:
            return
        self.peak_kilobytes = max(self.peak_kilobytes, int(match[1]) if match else 0)

    def measure_companion(self):
        """A process that ends takes its figures with it: the last look counts, at most one interval early."""
        if self.companion_pid is None:
            self.companion_pid = self.find_companion() if self.find_companion else None
            return
        try:
            with open(f"/proc/{self.companion_pid}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            return
        self.companion_cpu_seconds = (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    @property
    def is_running(self):
        return self.child.poll() is None

    def stop(self):
        """Asks it to stop."""
        self.child.send_signal(signal.SIGTERM)

    def kill(self):
        if self.is_running:
            self.child.kill()
            self.child.wait()

    def last_words(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read().strip()[-600:]
