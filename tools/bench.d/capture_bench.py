"""Capture against `pg_recvlogical -f /dev/null`: the same changes in the same dialect, waiting in slots at the same position."""

import dataclasses
import os

from samples import alternately, summary
from workplace import PLUGIN, say

PG_RECVLOGICAL = "/usr/lib/postgresql/15/bin/pg_recvlogical"
# What capture asks its session and the plugin for.
SESSION_OPTIONS = (
    "datestyle=ISO", "timezone=UTC", "intervalstyle=postgres", "bytea_output=hex", "extra_float_digits=3",
)
PLUGIN_OPTIONS = ("include-xids=true", "include-timestamp=true", "skip-empty-xacts=true")
# The options of each dialect; the serial one is told by their absence.
DIALECTS = {
    "serial": {},
    "j1": {"parallel-decode-num": 2, "decode-style": "j", "sending-batch": 1},
    "t1": {"parallel-decode-num": 2, "decode-style": "t", "sending-batch": 1},
    "b1": {"parallel-decode-num": 2, "decode-style": "b", "sending-batch": 1},
}
MEGABYTE = 1 << 20


def measure_capture(workplace, load, pairs):
    """Fills slots and empties each once. The spool of the last serial capture is kept for replay, as `load.spool`."""
    make_slots(workplace, pairs)
    load.write()
    payload_bytes = measure_payload(workplace, load)
    results = {dialect: measure_dialect(workplace, load, dialect, pairs) for dialect in DIALECTS}
    load.spool = workplace.spool(f"serial_capture_{pairs - 1}")
    spool_bytes = sum(entry.stat().st_size for entry in os.scandir(load.spool) if is_segment(entry.name))
    return {
        "transactions": load.transactions,
        "payload_bytes": payload_bytes,
        "spool_bytes": spool_bytes,
        "spool_ratio": round(spool_bytes / payload_bytes, 3),
        "dialects": results,
    }


def measure_dialect(workplace, load, dialect, pairs):
    say(f"capture and pg_recvlogical, {dialect}, {pairs} times each")
    runs = alternately(
        pairs, lambda number: capture(workplace, load, dialect, number),
        lambda number: receive(workplace, load, f"{dialect}_receive_{number}", DIALECTS[dialect]))
    ours, theirs = zip(*runs)
    rate = lambda timings: summary((load.transactions / timing.seconds for timing in timings), digits=0)  # noqa: E731
    return {
        "ratio": summary(their.seconds / our.seconds for our, their in runs),
        "transactions_per_second": rate(ours),
        "pg_recvlogical_transactions_per_second": rate(theirs),
        "cpu_seconds": summary(our.cpu_seconds for our in ours),
        "pg_recvlogical_cpu_seconds": summary(their.cpu_seconds for their in theirs),
        "cpu_over_walsender": summary(our.cpu_seconds / max(our.companion_cpu_seconds, 0.01) for our in ours),
        "peak_megabytes": max(our.peak_megabytes for our in ours),
        "runs": [
            {"capture": dataclasses.asdict(our), "pg_recvlogical": dataclasses.asdict(their)} for our, their in runs
        ],
    }


def make_slots(workplace, pairs):
    """Reading moves a slot, so every run gets a copy of one that nobody reads."""
    names = ["payload"] + [
        f"{dialect}_{side}_{number}" for dialect in DIALECTS for side in ("capture", "receive")
        for number in range(pairs)
    ]
    workplace.on_source(
        f"SELECT pg_create_logical_replication_slot('pattern', '{PLUGIN}')",
        *(f"SELECT pg_copy_logical_replication_slot('pattern', '{name}')" for name in names), superuser=True)


def capture(workplace, load, dialect, number):
    slot = f"{dialect}_capture_{number}"
    configuration = workplace.configuration(slot, decoding=DIALECTS[dialect])
    process = workplace.verb("capture", configuration, "--until-lsn", load.end)
    process.find_companion = lambda: workplace.on_source(
        f"SELECT active_pid FROM pg_replication_slots WHERE slot_name = '{slot}'", superuser=True)
    return workplace.finished(process)


def receive(workplace, load, slot, decoding, file="/dev/null"):
    """Both readers ask for the same. Debian's pg_recvlogical in the PATH is a wrapper, so it is named in full."""
    value = workplace.variables
    options = [*PLUGIN_OPTIONS, *(f"{name}={option}" for name, option in decoding.items())]
    command = [
        PG_RECVLOGICAL, "--start", "--no-loop", f"--slot={slot}", f"--file={file}",
        f"--endpos={load.end}", f"--host={value['SOURCE_HOST']}", f"--port={value['SOURCE_PORT']}",
        f"--username={value['SOURCE_USER']}", f"--dbname={value['SOURCE_DATABASE']}", "--no-password",
        *(f"--option={option}" for option in options),
    ]
    environment = {
        "PGPASSWORD": value["SOURCE_PASSWORD"], "PGOPTIONS": " ".join(f"-c {option}" for option in SESSION_OPTIONS),
        "PGCLIENTENCODING": "UTF8",
    }
    return workplace.finished(workplace.start(command, "pg_recvlogical", environment))


def measure_payload(workplace, load):
    """The bytes of all messages. pg_recvlogical ends each with a line feed, which no message has in it."""
    path = workplace.path("payload")
    receive(workplace, load, "payload", {}, file=path)
    with open(path, "rb") as file:
        count = sum(len(line) - 1 for line in file)
    os.unlink(path)
    return count


def is_segment(name):
    return name.endswith((".segment", ".open"))
