"""The product's processes: started with a log of their own, watched, stopped and killed."""

import os
import re
import signal
import subprocess
from pathlib import Path

from environment import ROOT, until

BINARY = Path(os.environ.get("REVERSE_MIGRATION", ROOT / ".build" / "release" / "reverse-migration")).resolve()

EXIT_DONE, EXIT_USAGE, EXIT_DATA, EXIT_UNREACHABLE, EXIT_BUG, EXIT_DISK, EXIT_CONFIGURATION = 0, 64, 65, 69, 70, 74, 78


class Process:
    """A verb that runs until it is stopped. Everything it says is appended to `log`."""

    def __init__(self, words, log, environment=None):
        self.log = Path(log)
        self.peak_kilobytes = 0
        self.start_of_log = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as out:
            self.child = subprocess.Popen(
                [BINARY, *map(str, words)], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                env=os.environ | (environment or {}),
            )

    @property
    def is_running(self):
        self.measure_memory()
        return self.child.poll() is None

    @property
    def said(self):
        """What this process has said so far."""
        return self.log.read_bytes()[self.start_of_log:].decode("utf-8", "replace")

    def wait_until_said(self, pattern, timeout=60):
        def found():
            match = re.search(pattern, self.said)
            if not match and not self.is_running:
                raise AssertionError(f"ended with {self.child.returncode} and never said {pattern!r}: {self.said}")
            return match

        return until(found, f"for {pattern!r} in {self.log}", timeout)

    def wait(self, timeout=120):
        """Its exit code, once it has ended by itself."""
        until(lambda: not self.is_running, f"for the end of {self.log.name}, which said: {self.said[-2000:]}", timeout)
        return self.child.returncode

    def stop(self, timeout=30):
        """SIGTERM, which ends it at a transaction's boundary; its exit code."""
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
        return self.wait(timeout)

    def kill(self):
        self.child.kill()
        self.child.wait()

    def measure_memory(self):
        """Remembers the peak of its resident memory as the kernel has counted it so far."""
        try:
            status = Path(f"/proc/{self.child.pid}/status").read_text()
        except OSError:
            return
        match = re.search(r"VmHWM:\s+(\d+) kB", status)
        self.peak_kilobytes = max(self.peak_kilobytes, int(match[1]) if match else 0)


def run(words, environment=None, timeout=120):
    """Runs the product to its end."""
    return subprocess.run(
        [BINARY, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout,
        env=os.environ | (environment or {}), check=False,
    )
