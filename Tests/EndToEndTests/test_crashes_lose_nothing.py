"""Promises 1 to 3: whatever is killed, whenever: nothing is lost, nothing comes twice, no transaction is torn."""

import random
import re
import subprocess
import time
from dataclasses import dataclass

import pytest

from environment import ROOT, until
from load import KeylessWriter, Sysbench, SysbenchWriter, TransferObserver, TransferWriter
from process import EXIT_UNREACHABLE


@dataclass(frozen=True)
class Size:
    """How long a run is."""

    transactions: int
    kills: int
    events_per_run: int
    pause_seconds: tuple


SHORT = Size(transactions=6_000, kills=8, events_per_run=300, pause_seconds=(0.2, 1.5))
LONG = Size(transactions=50_000, kills=24, events_per_run=1_500, pause_seconds=(0.5, 4.0))
SOAK_SEEDS = 5


def pytest_generate_tests(metafunc):
    if "seed" in metafunc.fixturenames:
        first = metafunc.config.getoption("--seed")
        seeds = SOAK_SEEDS if metafunc.config.getoption("--soak") else 1
        metafunc.parametrize("seed", range(first, first + seeds))


class Assassin:
    """Kills capture, replay, the source and the target in turn, each at a random moment, and revives it at once."""

    def __init__(self, scenario, seed):
        self.scenario, self.random = scenario, random.Random(seed)
        self.kills = 0

    def strike(self, size):
        victim = ("capture", "replay", "source", self.scenario.kind)[self.kills % 4]
        time.sleep(self.random.uniform(*size.pause_seconds))  # the moment is what is random here
        self.revive_what_gave_up()
        if victim in ("capture", "replay"):
            getattr(self.scenario, victim).kill()
            self.restart(victim)
        else:
            self.scenario.environment.kill(victim)
            self.scenario.environment.revive(victim)
        self.kills += 1

    def revive_what_gave_up(self):
        """A process may end by itself with "a server is unreachable", as at any start; with nothing else."""
        for verb in ("capture", "replay"):
            process = getattr(self.scenario, verb)
            if not process.is_running:
                assert process.child.returncode == EXIT_UNREACHABLE, process.said[-4000:]
                self.restart(verb)

    def restart(self, verb):
        setattr(self.scenario, verb, self.scenario.start(verb))


def transactions_in(spool):
    """Counted by the independent reader."""
    command = [ROOT / "tools" / "spool_reader.py", "verify", spool]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return sum(map(int, re.findall(r"(\d+) transactions", result.stdout)))


def test_killed_at_random_moments(make_scenario, kind, seed, soak, record_property):
    size = LONG if soak else SHORT
    scenario = make_scenario(kind)
    sysbench = Sysbench(scenario)
    sysbench.prepare()
    writers = [SysbenchWriter(sysbench, size.events_per_run, seed), KeylessWriter(scenario, seed),
               TransferWriter(scenario, seed)]
    for writer in writers[1:]:
        writer.prepare()
    writers.append(TransferObserver(scenario))
    scenario.done("create")
    scenario.start_both()
    for writer in writers:
        writer.start()

    assassin = Assassin(scenario, seed)
    while assassin.kills < size.kills:
        assassin.strike(size)
        assert not any(writer.failure for writer in writers), [writer.failure for writer in writers]
    until(lambda: writers[0].transactions >= size.transactions or writers[0].failure,
          f"for {size.transactions} transactions; sysbench last said: {sysbench.complaint}", timeout=1800)
    for writer in writers:
        writer.stop()
    assassin.revive_what_gave_up()

    began = time.monotonic()
    scenario.drain(timeout=600)
    record_property("drain_seconds", round(time.monotonic() - began, 1))
    record_property("kills", assassin.kills)
    record_property("transactions", transactions_in(scenario.spool))
    scenario.compare(*sysbench.names, "keyless", "giro", "savings", "bookings")
    assert writers[3].steps > 0, "the observer never saw the target"


@pytest.mark.parametrize("victim", ["capture", "replay"])
def test_killed_again_and_again_before_it_gets_far(make_scenario, kind, victim):
    scenario = make_scenario(kind)
    scenario.on_source("CREATE TABLE many (id int PRIMARY KEY, word text)")
    scenario.on_target("CREATE TABLE many (id int PRIMARY KEY, word text)")
    scenario.done("create")
    for block in range(20):
        scenario.on_source(f"INSERT INTO many SELECT i, md5(i::text) FROM generate_series({block}001, {block}999) AS i")
    scenario.start_both()
    for delay_milliseconds in range(0, 200, 20):
        time.sleep(delay_milliseconds / 1000)  # a little further each time
        getattr(scenario, victim).kill()
        setattr(scenario, victim, scenario.start(victim))
    # A signal that comes before the program's first line has nobody to heed it.
    getattr(scenario, victim).wait_until_said("streaming from|applying")
    scenario.drain()
    scenario.compare("many")
