"""Decoding alone, on one core, of streams of sysbench's shape: megabytes a second, and how many times longer than `memchr` over the same bytes."""

import json
import os
import subprocess

from samples import summary
from workplace import ROOT, BenchError, say

PRODUCT = "DecodingBenchmark"
SECONDS_TO_BUILD = 1800


def measure_decoding(runs):
    """The medians of several runs, by dialect."""
    program = build()
    say(f"decoding alone, {runs} times")
    lines = [json.loads(line) for _ in range(runs) for line in run([program]).splitlines()]
    return {
        dialect: {
            key: summary((line[key] for line in lines if line["dialect"] == dialect), digits=2)
            for key in ("megabytes_per_second", "transactions_per_second", "scan_ratio")
        }
        for dialect in dict.fromkeys(line["dialect"] for line in lines)
    }


def build():
    folder = os.path.join(ROOT, ".build", "benchmarks")
    run(["swift", "build", "-c", "release", "--product", PRODUCT, "--scratch-path", folder])
    return os.path.join(folder, "release", PRODUCT)


def run(command):
    result = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"BENCHMARKS": "1"}, capture_output=True, text=True,
        timeout=SECONDS_TO_BUILD, check=False)
    if result.returncode != 0:
        raise BenchError(f"{command[0]} ended with {result.returncode}; it said: {result.stdout + result.stderr}"[:600])
    return result.stdout
