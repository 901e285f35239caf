"""Streams through the proxy behave as openGauss's did: keepalives, acknowledgements, batches; and its faults are exact."""

import re
import struct

import pytest

from environment import until
from opengauss_client import Closed, Data, Keepalive, ServerError
from proxied_source import options_of, read_transactions, source, start_proxy  # noqa: F401
from recorded_stream import check_positions, transactions

DIALECTS = ["ser", "j0", "j1", "t0", "t1", "b0", "b1"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_stream_and_what_is_acknowledged(start_proxy, source, dialect):
    slot, proxy = source.slot(), start_proxy("--batch-seconds", "0.1", "--hold-seconds", "0.05")
    source.insert(1, 5)
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of(dialect))
        found = read_transactions(client, dialect, 5)
        check_positions(found, dialect)
        assert [len(transaction) for transaction in found] == [3] * 5
        commit = found[2][-1]
        position = commit.frame or commit.header
        client.reply(position)
        until(lambda: source.acknowledged() == position, "for the slot to move")
        assert proxy.replies()[-1]["flush"] == f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"
    until(lambda: not source.is_read(), "for the slot to be free")
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of(dialect))
        # The start of the commit record, which is all that j0 and t0 have, brings its transaction again.
        repeated = 1 if dialect in ("j0", "t0") else 0
        assert len(read_transactions(client, dialect, 2 + repeated)) == 2 + repeated


@pytest.mark.parametrize("dialect", ["j0", "b1"])
def test_parallel_keepalives_overtake_data(start_proxy, source, dialect):
    slot, proxy = source.slot(), start_proxy("--hold-data", "--keepalive-seconds", "0.1", "--batch-seconds", "0.1")
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of(dialect))
        assert client.next() == Keepalive(0, False)
        source.insert(1, 3)
        end = source.end()
        while (ahead := client.next()).position < end:
            assert isinstance(ahead, Keepalive)
        proxy.control("hold-data off")
        last = read_transactions(client, dialect, 3)[-1][-1]
        assert last.header < (last.frame or end) <= ahead.position, "the keepalive was ahead of data that came after it"


def test_serial_keepalives_do_not_overtake(start_proxy, source):
    slot, proxy = source.slot(), start_proxy()
    with proxy.connect(replication=True) as client:
        client.start(slot)
        highest = 0
        for number in range(1, 4):
            source.insert(number, number)
            while True:
                message = client.next()
                if isinstance(message, Keepalive):
                    highest = max(highest, message.position)
                elif message.payload.startswith(b"COMMIT"):
                    assert message.start > highest, "no keepalive has named a commit that was still to come"
                    break


def test_a_reply_in_postgresqls_layout_is_refused(start_proxy, source):
    slot = source.slot()
    with start_proxy().connect(replication=True) as client:
        client.start(slot)
        client.postgres_reply(0)
        with pytest.raises(ServerError) as caught:
            while True:
                client.next()
        fields = caught.value.fields
        assert (fields["S"], fields["C"], fields["M"]) == ("FATAL", "08P01", "insufficient data left in message")


@pytest.mark.parametrize("dialect", ["ser", "b1"])
def test_silence_is_asked_about_and_then_ends_the_stream_without_a_word(start_proxy, source, dialect):
    slot, proxy = source.slot(), start_proxy("--ask-reply-seconds", "0.2", "--sender-timeout-seconds", "1.5")
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of(dialect))
        asked = False
        with pytest.raises(Closed) as caught:
            while True:
                asked = client.next().asks_reply or asked
        assert asked and caught.value.unfinished == 0


def test_a_reply_of_zero_keeps_the_stream(start_proxy, source):
    slot, proxy = source.slot(), start_proxy("--ask-reply-seconds", "0.5", "--sender-timeout-seconds", "2.5")
    before = source.acknowledged()
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of("b0"))
        for _ in range(6):
            while not client.next().asks_reply:
                pass
            client.reply(0)
        assert source.acknowledged() == before


@pytest.mark.parametrize("dialect", ["j1", "t1", "b1"])
def test_batches_hold_many_transactions(start_proxy, source, dialect):
    """One that is full, with a transaction cut in two, and one that has waited long enough."""
    slot, proxy = source.slot(), start_proxy("--batch-seconds", "60")
    source.insert(1, 20)
    source.run("INSERT INTO t SELECT g, repeat('x', 1000) FROM generate_series(1000, 2500) g")
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of(dialect))
        full = client.next_data()
        proxy.control("batch-seconds 0")
        rest = client.next_data()
        assert len(full.payload) > 1024 * 1024 > len(rest.payload)
        assert full.payload.endswith(b"F") == (dialect == "b1")
        assert rest.payload.endswith(b"P\0\0\0\0" if dialect == "b1" else b"\0\0\0\0")
        messages = [b"w" + struct.pack(">QQq", data.start, data.end, 0) + data.payload for data in (full, rest)]
        found = list(transactions(messages, dialect))
        assert len(found) == 21 and len(found[-1]) == 1503
        assert found[0][0].header < found[0][-1].frame, "the header is the start of the first commit"


# Faults

@pytest.mark.parametrize("dialect", ["ser", "b0"])
def test_cut_after_a_message(start_proxy, source, dialect):
    slot, proxy = source.slot(), start_proxy("--cut-after-data", "4", "--hold-seconds", "0")
    source.insert(1, 10)
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of(dialect))
        received = []
        with pytest.raises(Closed) as caught:
            while True:
                received.append(client.next())
        assert len([message for message in received if isinstance(message, Data)]) == 4
        assert caught.value.unfinished == 0
    assert proxy.status()["cuts"] == 1
    until(lambda: not source.is_read(), "for the slot to be free")
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of(dialect))
        assert len(read_transactions(client, dialect, 10)) == 10, "a cut happens once"


def test_cut_inside_a_message(start_proxy, source):
    slot, proxy = source.slot(), start_proxy("--hold-seconds", "0")
    source.insert(1, 10)
    proxy.control("cut-inside-data +5")
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of("t0"))
        for _ in range(4):
            client.next_data()
        with pytest.raises(Closed) as caught:
            while True:
                assert isinstance(client.next(), Keepalive)
        assert caught.value.unfinished > 5


@pytest.mark.parametrize("dialect", ["ser", "j0"])
def test_hold_after_a_message(start_proxy, source, dialect):
    """The connection stays, and what was held comes, in order, once it may."""
    slot, proxy = source.slot(), start_proxy("--hold-after-data", "4", "--hold-seconds", "0", "--keepalive-seconds", "0.1")
    source.insert(1, 10)
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of(dialect))
        first = [client.next_data() for _ in range(4)]
        until(lambda: proxy.status()["holds"], "for the hold")
        assert proxy.status()["data"] == 4 and proxy.status()["cuts"] == 0
        if dialect != "ser":
            overtaken = proxy.status()["keepalives"]
            until(lambda: proxy.status()["keepalives"] > overtaken + 1, "for keepalives that overtake")
        proxy.control("hold-data off")
        rest = [client.next_data() for _ in range(26)]
    rows = [re.search(rb'"columns_val":\["(\d+)"', message.payload) for message in (*first, *rest)]
    assert [int(row[1]) for row in rows if row] == list(range(1, 11))


def test_switches(start_proxy, source):
    slot, proxy = source.slot(), start_proxy("--hold-keepalives", "--hold-seconds", "0", "--keepalive-seconds", "0.1")
    with proxy.connect(replication=True) as client:
        client.start(slot, options_of("j0"))
        source.insert(1, 1)
        assert [type(client.next()) for _ in range(3)] == [Data] * 3
        proxy.control("hold-keepalives off")
        assert isinstance(client.next(), Keepalive)
        proxy.control("stop-answering on")
        source.insert(2, 2)
        until(lambda: proxy.status()["held_bytes"], "for data that is not sent")
        client.reply(1, asks_reply=True)
        until(lambda: proxy.replies(), "for the reply to be logged")
        proxy.control("stop-answering off")
        assert len(read_transactions(client, "j0", 1)) == 1
        proxy.control("refuse on")
        with pytest.raises((Closed, ConnectionError)):
            proxy.connect()
        proxy.control("cut")
        with pytest.raises(Closed):
            while True:
                client.next()
