"""Capture alone, from a stream that a script sends as fast as it can: what capture itself can take, without a source's decoding."""

import os
import subprocess
import sys

from samples import summary
from workplace import BenchError, say

SCRIPT = os.path.join(os.path.dirname(os.path.realpath(__file__)), "served_stream.py")
FAST_MODE = {"parallel-decode-num": 2, "decode-style": "b", "sending-batch": 1}
SECONDS_TO_PREPARE = 300


def measure_served(workplace, transactions, runs, giant_megabytes):
    """One-row transactions a second into a spool that is synced, and the memory that one message of twice `giant_megabytes` takes."""
    say(f"capture from a prepared stream, {runs} times")
    rows = [serve(workplace, f"served_{number}", "rows", transactions) for number in range(runs)]
    giant = serve(workplace, "served_giant", "giant", giant_megabytes)
    return {
        "transactions": transactions,
        "transactions_per_second": summary((transactions / timing.seconds for timing in rows), digits=0),
        "cpu_seconds": summary(timing.cpu_seconds for timing in rows),
        "peak_megabytes": max(timing.peak_megabytes for timing in rows),
        "giant_message_megabytes": 2 * giant_megabytes,
        "giant_message_peak_megabytes": giant.peak_megabytes,
    }


def serve(workplace, name, kind, size):
    """Start-up and the checks before the stream are counted in."""
    server = subprocess.Popen([sys.executable, SCRIPT, kind, str(size)], stdout=subprocess.PIPE, text=True)
    try:
        port, _, end = server.stdout.readline().strip().partition(" ")
        if not end:
            raise BenchError(f"{SCRIPT} ended with {server.wait(SECONDS_TO_PREPARE)}.")
        source = {"host": "127.0.0.1", "port": int(port), "database": "shop"}
        configuration = workplace.configuration(name, source=source, decoding=FAST_MODE)
        return workplace.finished(workplace.verb("capture", configuration, "--until-lsn", end))
    finally:
        server.kill()
        server.wait()
