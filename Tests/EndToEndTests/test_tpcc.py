"""TPC-C's five transactions at sixteen terminals, and both sides compared."""

from test_verify import verify
from tpcc import TABLES, TPCC, Terminal

from process import EXIT_DONE

TERMINALS = 16
TRANSACTIONS_SHORT, TRANSACTIONS_LONG = 60, 2_000


def test_sixteen_terminals_arrive_whole(scenario, soak, record_property):
    tpcc = TPCC(scenario, warehouses=4, customers=60, items=200)
    tpcc.prepare()
    scenario.done("create")
    scenario.start_both()
    terminals = [Terminal(tpcc, number, TRANSACTIONS_LONG if soak else TRANSACTIONS_SHORT) for number in range(TERMINALS)]
    for terminal in terminals:
        terminal.start()
    for terminal in terminals:
        terminal.join()
        assert terminal.failure is None, repr(terminal.failure)
    scenario.drain()
    committed = sum(terminal.committed for terminal in terminals)
    record_property("committed", committed)
    # What only reads is committed too, and no change.
    assert committed > TERMINALS * terminals[0].count * 0.9

    events = verify(scenario, expect=EXIT_DONE)
    assert events["difference"] == [] and {event["table"] for event in events["table"]} == set(TABLES)
    summary = events["summary"][0]
    assert summary["equal"] and summary["source_rows"] == summary["target_rows"]
    assert all(event["problems"] == [] for event in events["table"])
    # A note says that the table without a key is compared by the number of equal rows.
    assert {event["table"] for event in events["table"] if event["notes"]} == {"history"}
    # The paid sums are those of the payments, so that something was paid at all.
    paid, house = scenario.on_target("SELECT SUM(h_amount), (SELECT SUM(w_ytd) - 4 * 300000 FROM warehouse) FROM history")[0]
    assert paid == house > 0
    scenario.compare()
