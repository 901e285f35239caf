"""Capture against `pg_recvlogical -f /dev/null`: the same changes, waiting in slots at the same position."""

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
MEGABYTE = 1 << 20


def measure_capture(workplace, load, pairs):
    """Fills slots and empties each once. The spool of the last capture is kept for replay, as `load.spool`."""
    make_slots(workplace, pairs)
    load.write()
    payload_bytes = measure_payload(workplace, load)
    say(f"capture and pg_recvlogical, {pairs} times each")
    runs = alternately(
        pairs, lambda number: capture(workplace, load, number), lambda number: receive(workplace, load, number))
    load.spool = workplace.spool(f"capture_{pairs - 1}")
    ours, theirs = zip(*runs)
    spool_bytes = sum(entry.stat().st_size for entry in os.scandir(load.spool) if is_segment(entry.name))
    rate = lambda timings: summary((load.transactions / timing.seconds for timing in timings), digits=0)  # noqa: E731
    return {
        "transactions": load.transactions,
        "payload_bytes": payload_bytes,
        "spool_bytes": spool_bytes,
        "spool_ratio": round(spool_bytes / payload_bytes, 3),
        "ratio": summary(their.seconds / our.seconds for our, their in runs),
        "transactions_per_second": rate(ours),
        "pg_recvlogical_transactions_per_second": rate(theirs),
        "megabytes_per_second": summary((payload_bytes / MEGABYTE / our.seconds for our in ours), digits=1),
        "cpu_seconds": summary(our.cpu_seconds for our in ours),
        "pg_recvlogical_cpu_seconds": summary(their.cpu_seconds for their in theirs),
        "peak_megabytes": max(our.peak_megabytes for our in ours),
        "runs": [
            {"capture": dataclasses.asdict(our), "pg_recvlogical": dataclasses.asdict(their)} for our, their in runs
        ],
    }


def make_slots(workplace, pairs):
    """Reading moves a slot, so every run gets a copy of one that nobody reads."""
    names = ["payload"] + [f"{side}_{number}" for side in ("capture", "receive") for number in range(pairs)]
    workplace.on_source(
        f"SELECT pg_create_logical_replication_slot('pattern', '{PLUGIN}')",
        *(f"SELECT pg_copy_logical_replication_slot('pattern', '{name}')" for name in names), superuser=True)


def capture(workplace, load, number):
    configuration = workplace.configuration(f"capture_{number}")
    return workplace.finished(workplace.verb("capture", configuration, "--until-lsn", load.end))


def receive(workplace, load, number, slot=None, file="/dev/null"):
    """Both readers ask for the same. Debian's pg_recvlogical in the PATH is a wrapper, so it is named in full."""
    value = workplace.variables
    command = [
        PG_RECVLOGICAL, "--start", "--no-loop", f"--slot={slot or f'receive_{number}'}", f"--file={file}",
        f"--endpos={load.end}", f"--host={value['SOURCE_HOST']}", f"--port={value['SOURCE_PORT']}",
        f"--username={value['SOURCE_USER']}", f"--dbname={value['SOURCE_DATABASE']}", "--no-password",
        *(f"--option={option}" for option in PLUGIN_OPTIONS),
    ]
    environment = {
        "PGPASSWORD": value["SOURCE_PASSWORD"], "PGOPTIONS": " ".join(f"-c {option}" for option in SESSION_OPTIONS),
        "PGCLIENTENCODING": "UTF8",
    }
    return workplace.finished(workplace.start(command, "pg_recvlogical", environment))


def measure_payload(workplace, load):
    """The bytes of all messages. pg_recvlogical ends each with a line feed, which no message has in it."""
    path = workplace.path("payload")
    receive(workplace, load, None, slot="payload", file=path)
    with open(path, "rb") as file:
        count = sum(len(line) - 1 for line in file)
    os.unlink(path)
    return count


def is_segment(name):
    return name.endswith((".segment", ".open"))
