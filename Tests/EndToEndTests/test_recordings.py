"""What a real openGauss sent, in every dialect, goes through capture into a spool and comes out as its tables were."""

import itertools
import re

import pytest

from process import EXIT_DATA, run
from recordings import target
from recordings.departures import (
    AMBIGUOUS_NAME, GONE, SAME_IN_STYLE_T, UNTOLD, as_streamed, has_ambiguous_names, in_spool, row_counts,
    tables_with_misses,
)
from recordings.policies import NO_POLICIES, POLICIES
from recordings.recording import Recording
from recordings.spooled import SpooledRecording, write_config
from recordings.stops import STOPS, expected_stop
from recordings.tables import AppliedTables, counted, expected_tables, with_values


RECORDINGS = Recording.all()


@pytest.fixture(scope="session")
def spooled(tmp_path_factory):
    """Makes the spool of a recording; each goes through capture once."""
    made = {}

    def make(recording):
        if repr(recording) not in made:
            directory = tmp_path_factory.mktemp(f"{recording.workload}_{recording.stream}")
            made[repr(recording)] = SpooledRecording(recording, directory)
        return made[repr(recording)]

    return make


@pytest.mark.parametrize("recording", RECORDINGS, ids=repr)
def test_the_tables_come_out_as_the_source_had_them(recording, spooled):
    """But for the departures that are known, each of which must be there."""
    applied = AppliedTables(spooled(recording).records)
    expected, counts = expected_tables(recording.workload), row_counts(recording)
    untold = UNTOLD.get(recording.workload, {})
    for (schema, name), table in expected.items():
        title, streamed = f"{schema}.{name}", applied.rows((schema, name))
        wanted = with_values(table, lambda *value: in_spool(recording, *value))
        if title not in counts:
            assert counted(streamed) == counted(wanted.rows), title
            continue
        assert counted(streamed) != counted(wanted.rows), f"{title} is listed as a departure and is none"
        assert (len(table.rows), len(streamed)) == counts.pop(title), title
        if title not in untold:
            departing = with_values(wanted, lambda *value: as_streamed(recording, *value))
            assert counted(streamed) == counted(departing.rows), title
    assert not counts, f"departures of tables that are not there: {counts}"
    assert {".".join(missed[1:]) for missed in applied.missed} == tables_with_misses(recording)
    left = {".".join(table) for table in applied.tables if table not in expected and applied.rows(table)}
    assert left == GONE.get(recording.workload, set())


def test_every_reason_for_a_departure_is_needed():
    for workload, reasons in UNTOLD.items():
        listed = set().union(*(row_counts(recording) for recording in RECORDINGS if recording.workload == workload))
        assert reasons.keys() <= listed, workload


@pytest.mark.parametrize("recording", filter(has_ambiguous_names, RECORDINGS), ids=repr)
def test_a_name_that_can_mean_two_tables_is_refused(recording, tmp_path):
    config = write_config(recording, tmp_path)
    result = run(["capture", "--config", config, "--recording", recording.unpack(tmp_path)])
    assert result.returncode == EXIT_DATA and AMBIGUOUS_NAME in result.stderr and SAME_IN_STYLE_T in result.stderr


def what_it_tells(recording):
    """Streams for which this is the same tell the same: it names tables of which rows are missing or too many."""
    lost = {title: counts for title, counts in row_counts(recording).items() if counts[0] != counts[1]}
    return recording.workload, str(sorted(lost.items())), recording.stream == "v_ser_app_gsql"


GROUPS = [list(group) for _, group in itertools.groupby(sorted(RECORDINGS, key=what_it_tells), what_it_tells)]


@pytest.mark.parametrize("group", [group for group in GROUPS if len(group) > 1], ids=lambda group: repr(group[0]))
def test_all_dialects_tell_the_same(group, spooled):
    told = [spooled(recording).transactions() for recording in group]
    for recording, transactions in zip(group[1:], told[1:]):
        assert [changes for _, changes in transactions] == [changes for _, changes in told[0]], recording
    with_numbers = [transactions for transactions in told if transactions[0][0] is not None]
    assert all(transactions == with_numbers[0] for transactions in with_numbers)


def pytest_generate_tests(metafunc):
    """A long run replays every recording, a short one those that differ."""
    if "replayed" in metafunc.fixturenames:
        is_long = metafunc.config.getoption("--soak")
        metafunc.parametrize("replayed", RECORDINGS if is_long else list(most_unlike()), ids=repr)


def most_unlike():
    """Of each workload the serial stream and the parallel one that is the most unlike it, where replay applies them."""
    for workload, group in itertools.groupby(RECORDINGS, lambda recording: recording.workload):
        streams = {recording.dialect: recording for recording in group}
        parallel = [streams[dialect] for dialect in ("b1", "b0", "t1", "t0", "j1", "j0") if dialect in streams]
        yield from [streams["ser"]] if "ser" in streams else []
        yield from parallel[:1] if workload not in STOPS or "ser" not in streams else []


def test_replay_brings_them_into_the_target_or_says_why_not(replayed, spooled, scenario):
    """Every value of every type arrives exactly, but for those that a policy settles, which are all named."""
    recording = replayed
    source, expected = spooled(recording), expected_tables(recording.workload)
    policies = POLICIES.get(recording.workload, NO_POLICIES)
    databases, result = replay(scenario, recording, source, policies)
    stop = expected_stop(recording)
    if stop:
        assert result.returncode == EXIT_DATA and re.search(stop, result.stderr), result.stderr
        return
    assert result.returncode == 0, result.stderr
    applied = AppliedTables(source.records)
    for (schema, name), table in expected.items():
        target.compare(scenario, databases[schema], name, table, applied.rows((schema, name)), policies)


def replay(scenario, recording, source, policies):
    """Which schema went where, and how replay ended."""
    databases = target.create(scenario, expected_tables(recording.workload))
    scenario.write_config(
        og_conn={"database": recording.database}, slot={"name": "recording"}, spool={"directory": str(source.spool)},
        mapping={"schemas": databases}, values=policies.settings())
    return databases, scenario.run("replay", "--until-lsn", source.end)


@pytest.mark.parametrize("workload", POLICIES)
def test_without_a_policy_they_stop_it(workload, spooled, scenario):
    recording = next(recording for recording in RECORDINGS if recording.workload == workload)
    _, result = replay(scenario, recording, spooled(recording), NO_POLICIES)
    if POLICIES[workload].only_on not in ("", scenario.kind):
        assert result.returncode == 0, result.stderr
        return
    assert result.returncode == EXIT_DATA and "cannot be kept exactly in the target" in result.stderr, result.stderr
    assert any(f"the column {column.split('.')[1]} of" in result.stderr for column in POLICIES[workload].columns)
