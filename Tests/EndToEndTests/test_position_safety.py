"""Promises 1 and 2 in every dialect: wherever a stream breaks off, nothing is lost, nothing comes twice, nothing is acknowledged early."""

import itertools
import json

import pytest

from disturbed_capture import DisturbedCapture

DIALECTS = {"serial": {}} | {
    f"{style}{batch}": {"parallel-decode-num": 2, "decode-style": style, "sending-batch": batch}
    for style, batch in itertools.product("jtb", (0, 1))
}
# Who is killed, and after how many messages again in a short run: each start takes its time.
VICTIMS = {
    "capture": (DisturbedCapture.kill_capture, 2), "proxy": (DisturbedCapture.kill_proxy, 5), "source": (DisturbedCapture.kill_source, 9),
}


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


def disturb(capture, break_after, stride=1):
    """Breaks the stream off after one message, then after one more, and so on, beginning anew with each transaction that got into the spool."""
    breaks, messages, held = 0, 1, 0
    while break_after(messages, breaks % 2 == 1):
        breaks += 1
        before, held = held, capture.transactions_in_spool
        messages = 1 if held > before else messages + stride
        yield held > before
    capture.finish()
    assert breaks >= 3, "the stream was hardly disturbed"
    assert spooled_transactions(capture.scenario) == capture.scenario.committed
    capture.scenario.done("spool", "verify")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_connection_is_cut_at_every_message(disturbed, dialect, record_property):
    """Behind it and inside it in turn."""
    capture = disturbed(dialect)
    breaks = list(disturb(capture, capture.cut_after))
    record_property("breaks", len(breaks))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("victim", VICTIMS)
def test_somebody_is_killed_at_every_message(disturbed, dialect, victim, soak, record_property):
    """At once, and after keepalives that ran ahead of the data, in turn."""
    kill, stride = VICTIMS[victim]
    capture = disturbed(dialect)

    def kill_after(messages, is_odd):
        return capture.kill_after(messages, is_odd and dialect != "serial", kill)

    record_property("kills", len(list(disturb(capture, kill_after, 1 if soak else stride))))
