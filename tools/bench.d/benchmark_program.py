"""The programs of Benchmarks/, which the package has only when it is asked for them."""

import os
import subprocess

from workplace import ROOT, BenchError

SECONDS_TO_BUILD = 1800


def build(product):
    """Builds a product and returns its path; quick when it is built already."""
    folder = os.path.join(ROOT, ".build", "benchmarks")
    command = ["swift", "build", "-c", "release", "--product", product, "--scratch-path", folder]
    result = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"BENCHMARKS": "1"}, capture_output=True, text=True,
        timeout=SECONDS_TO_BUILD, check=False)
    if result.returncode != 0:
        raise BenchError(f"building {product} ended with {result.returncode}; it said: {result.stdout + result.stderr}"[-600:])
    return os.path.join(folder, "release", product)
