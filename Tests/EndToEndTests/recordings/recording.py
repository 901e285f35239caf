"""What a real openGauss sent for one workload in one dialect, as Tests/Fixtures/README.md describes it."""

import json
import re
from functools import cached_property, lru_cache
from pathlib import Path

import lz4.frame

DIRECTORY = Path(__file__).resolve().parents[2] / "Fixtures" / "recordings"
# A transaction without a change says nothing, and which ones are left out is the server's affair.
OPTIONS_OF_CAPTURE = {
    "parallel-decode-num": int, "decode-style": str, "sending-batch": int,
    "include-xids": "true".__eq__, "skip-empty-xacts": "true".__eq__,
}
DEFAULTS_OF_THE_SERVER = {"include-xids": True, "skip-empty-xacts": False}


@lru_cache
def meta(workload):
    return json.loads((DIRECTORY / workload / "meta.json").read_text())


def unpacked(path):
    return lz4.frame.decompress(path.read_bytes())


class Recording:
    """One stream of one workload."""

    def __init__(self, workload, stream):
        self.workload, self.stream = workload, stream

    def __repr__(self):
        return f"{self.workload}/{self.stream}"

    @classmethod
    def all(cls):
        files = sorted(DIRECTORY.glob("*/*.rec.lz4"))
        return [cls(path.parent.name, path.name.removesuffix(".rec.lz4")) for path in files]

    @cached_property
    def dialect(self):
        """`ser`, or the letter of the style with the digit of sending-batch."""
        return re.search("ser|[jtb][01]", self.stream)[0]

    @property
    def compatibility(self):
        return meta(self.workload)["compat"]

    @property
    def encoding(self):
        return meta(self.workload)["encoding"]

    @property
    def database(self):
        return meta(self.workload)["database"]

    @cached_property
    def slot_options(self):
        """The options of its START_REPLICATION command that a configuration names."""
        command = meta(self.workload)["dialects"][self.stream]["cmd"]
        given = dict(re.findall(r"""["']([\w-]+)["'] '([^']*)'""", command))
        return DEFAULTS_OF_THE_SERVER | {
            name: read(given[name]) for name, read in OPTIONS_OF_CAPTURE.items() if name in given
        }

    @property
    def departures(self):
        return meta(self.workload)["dialects"][self.stream].get("departures_from_expected", [])

    def unpack(self, directory, unknown_table=None):
        """The stream as a file, its names beside it; `unknown_table` is left out of them."""
        file, names = directory / f"{self.stream}.rec", (DIRECTORY / self.workload / "names.txt").read_text()
        file.write_bytes(unpacked(DIRECTORY / self.workload / f"{self.stream}.rec.lz4"))
        if unknown_table:
            names = names.replace(f"table {unknown_table}\n", "")
        file.with_name(file.name + ".names").write_text(names)
        return file
