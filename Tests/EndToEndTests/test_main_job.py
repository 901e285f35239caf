"""The main job: capture and replay, each on its own, bring a live load over, and both sides are equal afterwards."""

import json

from load import Sysbench, SysbenchWriter
from environment import until

EVENTS = 300


def test_a_live_load_arrives_whole(scenario):
    sysbench = Sysbench(scenario, tables=4, rows=200, threads=4)
    sysbench.prepare()
    scenario.done("create")
    scenario.done("check")
    scenario.start_both()
    writer = SysbenchWriter(sysbench, events_per_run=EVENTS)
    writer.start()
    until(lambda: writer.steps >= 7 or writer.failure, "for one run of each of sysbench's tests", timeout=120)
    writer.stop()
    assert writer.transactions >= 7 * EVENTS, sysbench.complaint

    scenario.drain()
    scenario.compare(*sysbench.names)
    assert_status_tells_where_both_stand(scenario)
    scenario.done("spool", "verify")
    assert_drop_gives_the_slot_back(scenario)


def assert_status_tells_where_both_stand(scenario):
    status = json.loads(scenario.done("status", "--json"))
    assert isinstance(status, dict) and status, "status --json prints one object"
    assert scenario.done("status").strip()


def running(scenario):
    """What `status` says of capture and replay."""
    status = json.loads(scenario.done("status", "--json"))
    lines = scenario.done("status").splitlines()
    for line, name in ((lines[1], "capture"), (lines[2], "replay")):
        assert line.startswith(name) and ("not running" not in line) == status[name]["running"]
    return status["capture"]["running"], status["replay"]["running"]


def assert_drop_gives_the_slot_back(scenario):
    slots = f"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{scenario.name}'"
    assert scenario.on_source(slots) == [(1,)]
    scenario.done("drop")
    assert scenario.on_source(slots) == [(0,)]


def test_start_runs_both_and_stops_both(scenario):
    prepare_one_table(scenario)
    scenario.done("create")
    pipeline = scenario.start("start")
    scenario.on_source("INSERT INTO one VALUES (1, 'a'), (2, 'b')", "UPDATE one SET word = 'c' WHERE id = 2")
    until(lambda: scenario.on_target("SELECT id, word FROM one ORDER BY id") == ((1, "a"), (2, "c")), "for two rows")
    assert running(scenario) == (True, True)
    assert pipeline.stop() == 0, pipeline.said
    assert running(scenario) == (False, False)
    scenario.compare("one")


def test_what_was_written_while_nothing_ran_arrives_later(scenario):
    prepare_one_table(scenario)
    scenario.done("create")
    scenario.on_source("INSERT INTO one SELECT i, 'word ' || i FROM generate_series(1, 1000) AS i")
    scenario.drain()
    scenario.on_source("DELETE FROM one WHERE id % 2 = 0")
    scenario.drain()
    scenario.compare("one")
    assert scenario.on_target("SELECT COUNT(*) FROM one") == ((500,),)


def prepare_one_table(scenario):
    scenario.on_source("CREATE TABLE one (id int PRIMARY KEY, word text)")
    scenario.on_target("CREATE TABLE one (id int PRIMARY KEY, word text)")
