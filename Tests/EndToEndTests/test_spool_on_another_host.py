"""Replay needs nothing but the files: over a copy that grows while capture writes, and it leaves them as they were."""

import hashlib
import threading

from environment import until
from load import Sysbench


class Mirror(threading.Thread):
    """Copies a spool over and over, as `rsync --append` would: grown files grow, renamed ones are renamed."""

    def __init__(self, origin, copy):
        super().__init__(daemon=True)
        self.origin, self.copy = origin, copy
        self.done = threading.Event()

    def run(self):
        while not self.done.is_set():
            self.copy_once()
            self.done.wait(0.05)

    def copy_once(self):
        for file in sorted(self.origin.glob("*.segment")) + sorted(self.origin.glob("*.open")):
            try:
                self.copy_file(file)
            except FileNotFoundError:
                pass  # it was sealed in the meantime and has another name now

    def copy_file(self, file):
        copy, unsealed = self.copy / file.name, self.copy / f"{file.stem}.open"
        growing = copy if copy.exists() else unsealed
        with open(file, "rb") as source, open(growing, "ab") as out:
            source.seek(out.tell())
            while block := source.read(1 << 20):
                out.write(block)
        if growing != copy:
            growing.rename(copy)

    def finish(self):
        self.done.set()
        self.join()
        self.copy_once()


def contents(directory):
    """Names, times and hashes of all files."""
    return {
        file.name: (file.stat().st_mtime_ns, hashlib.sha256(file.read_bytes()).hexdigest())
        for file in sorted(directory.iterdir())
    }


def hashes(spool):
    return {name: digest for name, (_, digest) in contents(spool).items() if not name.startswith(".")}


def test_a_copy_that_grows_is_replayed_elsewhere_and_left_alone(make_scenario, kind):
    scenario = make_scenario(kind)
    other = f"{scenario.name}_other"
    copy = scenario.directory / "copy"
    copy.mkdir()
    sysbench = Sysbench(scenario, tables=4, rows=200, threads=4)
    sysbench.prepare()
    scenario.create_target_database(other)
    sysbench.create_target_tables(other)
    config = scenario.write_config(
        scenario.directory / "other.yaml", mysql={"database": other}, spool={"directory": str(copy)})
    scenario.done("create")

    mirror = Mirror(scenario.spool, copy)
    scenario.capture = scenario.start("capture")
    until(lambda: any(scenario.spool.glob("*.open")), "for the first segment")
    mirror.start()
    elsewhere = scenario.start("replay", config=config, log="elsewhere")
    for _ in range(4):
        assert sysbench.run("oltp_write_only", 500) == 500, sysbench.complaint
    scenario.drain()
    mirror.finish()
    assert elsewhere.stop() == 0, elsewhere.said

    before = contents(copy)
    scenario.done("replay", "--until-lsn", last_position(copy, scenario), config=config)
    assert contents(copy) == before, "replay writes nothing into a spool"
    assert hashes(copy) == hashes(scenario.spool)
    scenario.compare(*sysbench.names, database=other)
    scenario.compare(*sysbench.names)


def last_position(copy, scenario):
    """The last commit in the copy, as the product tells it."""
    lines = scenario.done("spool", "dump", "--json", "--spool", str(copy)).splitlines()
    commits = [line for line in lines if line.startswith('{"op":"commit"')]
    return commits[-1].split('"position":"')[1].split('"')[0]
