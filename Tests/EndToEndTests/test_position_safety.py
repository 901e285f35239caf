"""Promises 1 and 2 in every dialect: wherever a stream breaks off, nothing is lost, nothing comes twice, nothing is acknowledged early."""

import itertools
import json

import pytest

from disturbed_capture import DisturbedCapture

DIALECTS = {"serial": {}} | {
    f"{style}{batch}": {"parallel-decode-num": 2, "decode-style": style, "sending-batch": batch}
    for style, batch in itertools.product("jtb", (0, 1))
}
# How it breaks off, and after how many messages again: each restart of the source takes a second.
BREAKS = {"cut": (DisturbedCapture.cut, 1), "capture": (DisturbedCapture.kill_capture, 2), "source": (DisturbedCapture.kill_source, 9)}


def commit_transactions(scenario):
    """Twelve transactions of two rows and more, two of them open at a time; they are remembered in the order of their commits."""
    first, second = scenario.source(), scenario.source()
    first.autocommit = second.autocommit = False
    numbers, scenario.committed = itertools.count(1), []
    for pair in range(6):
        rows = {first: [], second: []}
        for connection in (first, second, first, second, first)[:4 + pair % 2]:
            number = next(numbers)
            connection.cursor().execute("INSERT INTO kept VALUES (%s, %s)", (number, f"of pair {pair}"))
            rows[connection].append(number)
        for connection in (second, first):
            connection.commit()
            scenario.committed.append(rows[connection])
    first.close()
    second.close()


def spooled_transactions(scenario):
    transactions = []
    for line in scenario.done("spool", "dump", "--json").splitlines():
        record = json.loads(line)
        if record["op"] == "begin":
            transactions.append([])
        elif record["op"] == "insert":
            transactions[-1].append(int(record["new"]["id"]))
    return transactions


@pytest.fixture
def disturbed(make_scenario):
    """Makes a capture of committed transactions in a dialect; its proxy stops before the scenario's database goes."""
    made = []

    def make(dialect):
        scenario = make_scenario("mariadb")
        scenario.on_source("CREATE TABLE kept (id int PRIMARY KEY, word text)")
        made.append(DisturbedCapture(scenario, DIALECTS[dialect]))
        commit_transactions(scenario)
        return made[-1]

    yield make
    for capture in made:
        capture.stop()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("what", BREAKS)
def test_broken_off_at_every_message(disturbed, dialect, what, soak, record_property):
    break_off, stride = BREAKS[what]
    stride = 1 if soak else stride
    capture = disturbed(dialect)
    breaks, messages, held = 0, 1, 0
    while capture.break_after(messages, breaks % 2 == 1, break_off):
        breaks += 1
        before, held = held, capture.transactions_in_spool
        messages = 1 if held > before else messages + stride
        if what != "capture" and dialect != "serial" and held > before:
            capture.answer_keepalives()
    capture.finish()
    assert breaks >= 3, "the stream was hardly disturbed"
    assert spooled_transactions(capture.scenario) == capture.scenario.committed
    capture.scenario.done("spool", "verify")
    record_property("breaks", breaks)
