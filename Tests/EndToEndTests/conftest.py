"""One set of servers for the whole session, and a fresh scenario for each test."""

import itertools
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from environment import Environment
from process import BINARY
from proxied_scenario import ProxiedScenario
from scenario import Scenario

KINDS = ("mariadb", "mysql")
NUMBERS = itertools.count(1)


def pytest_addoption(parser):
    parser.addoption("--soak", action="store_true", help="long runs: more rows, more kills, more seeds")
    parser.addoption("--seed", type=int, default=1, help="first seed of the random kills")


def pytest_collection_modifyitems(items):
    """What is said about every spool that the scenarios leave behind comes last."""
    items.sort(key=lambda item: item.module.__name__ == "test_python_reader_agrees")


def pytest_terminal_summary(terminalreporter):
    """What the tests have measured."""
    figures = [(report.nodeid.split("::")[1], report.user_properties)
               for report in terminalreporter.stats.get("passed", []) if report.user_properties]
    if figures:
        terminalreporter.section("figures")
    for name, properties in figures:
        terminalreporter.line(f"{name}: " + ", ".join(f"{key} {value}" for key, value in properties))


@pytest.fixture(scope="session")
def soak(request):
    return request.config.getoption("--soak")


@pytest.fixture(scope="session")
def environment(soak):
    assert BINARY.exists(), f"{BINARY} is not there: build it first (see README.md)"
    # Not one of pytest's own folders: the servers' users may not enter those.
    servers = Environment(Path(tempfile.mkdtemp(prefix="reverse-migration-")))
    try:
        servers.start(syncs_to_disk=soak)
        yield servers
    finally:
        servers.stop()
        shutil.rmtree(servers.directory, ignore_errors=True)


@pytest.fixture(params=KINDS)
def kind(request, environment):
    """The target: each test that asks for it runs once for each kind of server."""
    reason = environment.mysql_unavailable
    if request.param == "mysql" and reason is not None:
        pytest.skip(f"real MySQL could not be installed: {reason}")
    return request.param


@pytest.fixture(scope="session")
def spools():
    """The spools that scenarios have left, for the tests that read them all."""
    return []


@pytest.fixture
def make_scenario(request, environment, tmp_path, spools):
    """Makes scenarios that are cleaned up after the test."""
    made = []

    def make(kind):
        test = re.sub(r"\W+", "_", request.node.name.removeprefix("test_")).strip("_").lower()
        name = f"s{next(NUMBERS)}_{test}"[:50]
        directory = tmp_path / f"scenario{len(made)}"
        directory.mkdir()
        made.append(Scenario(environment, kind, name, directory))
        return made[-1]

    yield make
    for scenario in made:
        scenario.clean_up()
        if any(scenario.spool.iterdir()):
            spools.append(scenario.spool)


@pytest.fixture
def make_night(make_scenario):
    """Makes a scenario behind a proxy, with one table in the source and no slot yet."""
    made = []

    def make(*options, encoding="UTF8", **sections):
        scenario = make_scenario("mariadb")
        if encoding != "UTF8":
            scenario.create_source_database(encoding)
        made.append(ProxiedScenario(scenario, *options, **sections))
        scenario.on_source("CREATE TABLE guests (id int PRIMARY KEY, name text)")
        return made[-1]

    yield make
    for night in made:
        night.stop()


@pytest.fixture
def scenario(make_scenario, kind):
    return make_scenario(kind)
