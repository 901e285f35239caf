"""Rows that do not fit: each kind of misfit under each policy, with the sentence of each in a snapshot."""

import dataclasses
import json
import os
import re
from pathlib import Path

import pytest

from environment import until
from process import EXIT_CONFIGURATION, EXIT_DATA
from quarantined import SECRET, QuarantinedScenario

SNAPSHOT = Path(__file__).with_name("misfit_sentences.json")


@dataclasses.dataclass(frozen=True)
class Misfit:
    """What is wrong in the target, and which change of the source meets it."""

    name: str
    kind: str
    spoil: tuple
    change: str
    checks_foreign_keys: bool = False
    # Whether equal databases come of an overwrite.
    policies: tuple = ("stop", "quarantine", "ignore")

    def __str__(self):
        return self.name


REPLACEABLE = ("stop", "quarantine", "ignore", "overwrite")
MISFITS = (
    Misfit("missing_for_update", "missing_row", ("DELETE FROM guests WHERE id = 3",),
           f"UPDATE guests SET name = '{SECRET}' WHERE id = 3", policies=REPLACEABLE),
    Misfit("missing_for_delete", "missing_row", ("DELETE FROM stays WHERE id = 3",),
           "DELETE FROM stays WHERE id = 3", policies=REPLACEABLE),
    Misfit("duplicate", "duplicate_key", ("INSERT INTO guests VALUES (103, 'in the way', 1)",),
           f"INSERT INTO guests VALUES (103, '{SECRET}', 2)", policies=REPLACEABLE),
    Misfit("several", "several_rows", ("ALTER TABLE guests DROP PRIMARY KEY", "INSERT INTO guests VALUES (3, 'twin', 3)"),
           f"UPDATE guests SET name = '{SECRET}' WHERE id = 3"),
    Misfit("value_too_long", "value_refused", (), f"INSERT INTO guests VALUES (103, '{SECRET * 3}', 2)"),
    Misfit("check_constraint", "value_refused", (), f"UPDATE guests SET name = '{SECRET}', room = 5000 WHERE id = 3"),
    Misfit("parent_missing", "foreign_key", ("DELETE FROM guests WHERE id = 3",),
           f"INSERT INTO stays VALUES (103, 3, '{SECRET}')", checks_foreign_keys=True),
    Misfit("children_there", "foreign_key", ("INSERT INTO stays VALUES (500, 19, 'of nobody')",),
           "DELETE FROM guests WHERE id = 19", checks_foreign_keys=True),
)
CASES = [pytest.param(misfit, policy, id=f"{misfit}-{policy}") for misfit in MISFITS for policy in misfit.policies]


def spoiled(scenario, misfit, policy):
    """The change has come, between two others of its own transaction, and before another transaction."""
    night = QuarantinedScenario(scenario, {misfit.kind: policy}, has_foreign_key=misfit.checks_foreign_keys,
                                foreign_key_checks=misfit.checks_foreign_keys)
    night.spoil(*misfit.spoil)
    night.change("INSERT INTO others VALUES (1)", misfit.change, "INSERT INTO others VALUES (2)")
    night.change("INSERT INTO others VALUES (3)")
    return night


@pytest.mark.parametrize(("misfit", "policy"), CASES)
def test_a_row_that_does_not_fit(scenario, misfit, policy):
    night = spoiled(scenario, misfit, policy)
    globals()[f"expect_{policy}"](night, misfit)
    assert SECRET not in scenario.replay.said


def expect_stop(night, misfit):
    assert night.scenario.replay.wait() == EXIT_DATA, night.scenario.replay.said
    sentence = night.scenario.replay.said.strip().splitlines()[-1]
    assert night.scenario.on_target("SELECT COUNT(*) FROM others WHERE id IN (1, 2)") == ((0,),), "nothing of the transaction"
    assert night.rows() == []
    assert_snapshot(f"{misfit} stops", night, sentence)


def expect_quarantine(night, misfit):
    night.arrives("SELECT COUNT(*) FROM others", 4)
    (row,) = night.settled(1, "held")
    assert (row["misfit"], row["place"]) == (misfit.kind, 1)
    assert night.status()["held"] == 1
    assert_snapshot(f"{misfit} is held", night, row["reason"])
    assert_snapshot(f"log of {misfit} that is held", night, logged(night, "is held"))
    assert night.scenario.replay.is_running


def expect_ignore(night, misfit):
    before = content(night)
    night.arrives("SELECT COUNT(*) FROM others", 4)
    (row,) = night.settled(1, "ignored")
    assert row["misfit"] == misfit.kind
    assert content(night) == before, "nothing but the others"
    assert_snapshot(f"log of {misfit} that is ignored", night, logged(night, "was not written"))


def expect_overwrite(night, misfit):
    night.arrives("SELECT COUNT(*) FROM others", 4)
    (row,) = night.settled(1, "overwritten")
    assert row["misfit"] == misfit.kind
    assert_snapshot(f"log of {misfit} that is overwritten", night, logged(night, "was made to agree"))
    night.scenario.drain()
    night.scenario.compare()


def content(night):
    return [night.scenario.on_target(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("guests", "stays")]


def logged(night, words):
    line = next(line for line in night.scenario.replay.said.splitlines() if words in line)
    return line[line.index("a row of"):]


def assert_snapshot(key, night, sentence):
    """Compares with the file; with UPDATE_SNAPSHOTS=1 in the environment the file is written anew."""
    sentence = re.sub(r"\b0/[0-9A-F]+", "POSITION", sentence).replace(night.scenario.name, "DATABASE")
    sentence = sentence[sentence.index("reverse-migration replay: "):] if "stops" in key else sentence
    key = f"{key} ({night.scenario.kind})"
    known = json.loads(SNAPSHOT.read_text()) if SNAPSHOT.exists() else {}
    if "UPDATE_SNAPSHOTS" in os.environ:
        known[key] = sentence
        SNAPSHOT.write_text(json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    assert known.get(key) == sentence


def test_overwriting_that_is_not_safe_stops(scenario):
    """Another unique value is in the way than the key that finds rows."""
    scenario.on_target("CREATE TABLE codes (id INT PRIMARY KEY, code INT UNIQUE) ENGINE=InnoDB",
                       "INSERT INTO codes VALUES (7, 1)")
    scenario.on_source("CREATE TABLE codes (id int PRIMARY KEY, code int UNIQUE)")
    night = QuarantinedScenario(scenario, {"duplicate_key": "overwrite"})
    night.change("INSERT INTO codes VALUES (1, 1)")
    assert scenario.replay.wait() == EXIT_DATA, scenario.replay.said
    sentence = scenario.replay.said.strip().splitlines()[-1]
    assert_snapshot("overwriting a row with another key stops", night, sentence)
    assert scenario.on_target("SELECT id, code FROM codes") == ((7, 1),)


def test_a_table_has_policies_of_its_own(scenario):
    night = QuarantinedScenario(scenario, {"tables": {"*.guests": {"missing_row": "ignore"}}})
    night.spoil("DELETE FROM guests WHERE id = 3", "DELETE FROM stays WHERE id = 4")
    night.change("UPDATE guests SET name = 'x' WHERE id = 3")
    night.settled(1, "ignored")
    night.change("UPDATE stays SET note = 'x' WHERE id = 4")
    assert scenario.replay.wait() == EXIT_DATA, scenario.replay.said
    assert "public.stays" in scenario.replay.said.splitlines()[-1]


def test_what_makes_no_sense_is_refused_when_the_configuration_is_read(scenario):
    scenario.write_config(replay={"misfits": {"foreign_key": "overwrite", "missing_rows": "stop"}})
    result = scenario.run("status")
    assert result.returncode == EXIT_CONFIGURATION
    assert "foreign_key cannot be overwrite" in result.stderr
    assert 'no key "missing_rows": did you mean missing_row?' in result.stderr


def test_as_many_rows_as_are_allowed_are_held(scenario):
    night = QuarantinedScenario(scenario, {"missing_row": "quarantine"}, quarantine_rows_max=2)
    night.spoil("DELETE FROM guests WHERE id < 10")
    for guest in (1, 2):
        night.change(f"UPDATE guests SET name = 'x' WHERE id = {guest}")
    night.settled(2, "held")
    night.change("UPDATE guests SET name = 'x' WHERE id = 3")
    assert scenario.replay.wait() == EXIT_DATA, scenario.replay.said
    assert_snapshot("the limit stops", night, scenario.replay.said.strip().splitlines()[-1])
    assert len(night.rows()) == 2
    until(lambda: night.scenario.on_target("SELECT COUNT(*) FROM guests WHERE id < 10") == ((0,),), "for nothing")
