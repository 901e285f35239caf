"""Capture while its disk stands still, and with the largest message that a source is known to send."""

import re
import subprocess
import sys
import time

from disturbed_capture import number_of
from environment import ROOT, until
from process import Process

SERVED_STREAM = ROOT / "tools" / "bench.d" / "served_stream.py"
# Waits for as long as a file is there.
STALLING_SYNC = r"""
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int stalling(long call, int file)
{
    while (access(getenv("STALL_FILE"), F_OK) == 0)
        usleep(10000);
    return syscall(call, file);
}
int fsync(int file) { return stalling(SYS_fsync, file); }
int fdatasync(int file) { return stalling(SYS_fdatasync, file); }
"""
FAST = {"parallel-decode-num": 2, "decode-style": "b", "sending-batch": 1}
# The message itself, and beside it what any capture may take.
PEAK_MEGABYTES = 200 + 150


def stalled_sync(directory):
    """The environment of a process whose syncs stall while the second value, a file, is there."""
    library, stall = directory / "stall.so", directory / "stall"
    source = directory / "stall.c"
    source.write_text(STALLING_SYNC)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True)
    return {"LD_PRELOAD": str(library), "STALL_FILE": str(stall)}, stall


def test_a_disk_that_stands_still_is_no_reason_to_hang_up(make_night, tmp_path, soak):
    """For several times as long as the source waits for an answer, and then all goes on over the same connection."""
    timeout, stall_seconds = (30, 180) if soak else (3, 10)
    night = make_night("--sender-timeout-seconds", timeout)
    night.scenario.done("create")
    environment, stall = stalled_sync(tmp_path)
    capture = Process(["capture", "--config", night.scenario.config], night.scenario.directory / "capture.log", environment)
    night.scenario.running.append(capture)
    capture.wait_until_said("streaming from the slot")
    stall.touch()
    night.scenario.on_source("INSERT INTO guests SELECT i, 'guest' FROM generate_series(1, 1000) AS i")
    written = number_of(night.scenario.source_position())
    stalled_since = time.monotonic()
    until(lambda: time.monotonic() - stalled_since > stall_seconds, "for the time to pass", 2 * stall_seconds)
    seen = night.proxy.status()
    assert number_of(seen["flush"]) < written, "something was acknowledged that no disk has"
    assert seen["replies"] >= stall_seconds // 2 and seen["streams"] == 1
    stall.unlink()
    until(lambda: number_of(night.proxy.status()["flush"]) >= written, "for the acknowledgement")
    assert len(night.rows()) == 1000
    assert capture.said.count("streaming from the slot") == 1
    assert capture.stop() == 0, capture.said


def test_one_message_of_200_megabytes(make_scenario, record_property):
    """A bytea of 100 MB, the largest that was seen with every dialect of a real server; the message is held once, not many times."""
    scenario = make_scenario("mariadb")
    server = subprocess.Popen([sys.executable, SERVED_STREAM, "giant", "100"], stdout=subprocess.PIPE, text=True)
    try:
        port, end = server.stdout.readline().split()
        scenario.write_config(og_conn={"host": "127.0.0.1", "port": int(port), "database": "shop"}, slot={"name": "served"} | FAST)
        capture = scenario.start("capture", "--until-lsn", end)
        assert capture.wait() == 0, capture.said
    finally:
        server.kill()
        server.wait()
    record_property("peak_megabytes", capture.peak_kilobytes >> 10)
    assert 0 < capture.peak_kilobytes >> 10 < PEAK_MEGABYTES
    listed = scenario.done("spool", "ls", "--json")
    assert re.search(r'"rows": ?1\b', listed), listed
