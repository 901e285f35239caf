"""Which row an UPDATE or DELETE means: every REPLICA IDENTITY, tables without a key, and what `check` says of those that cannot tell."""

import json

import pytest

from process import EXIT_DATA

NO_ROW = "so the first UPDATE or DELETE of it stops the replay"


def findings(scenario, severity):
    lines = scenario.run("check", "--json").stdout.splitlines()
    return [finding for finding in map(json.loads, lines) if finding["severity"] == severity]


# What names a row: how the source's table is made, its identity, how the target's is made.
NAMED = {
    "default": ("id int PRIMARY KEY, code text, v text", "DEFAULT", "id int PRIMARY KEY, code varchar(9), v text"),
    "index": ("id int, code text NOT NULL UNIQUE, v text", "USING INDEX t_code_key",
              "id int, code varchar(9) NOT NULL UNIQUE, v text"),
    "index_without_one_in_the_target": ("id int, code text NOT NULL UNIQUE, v text", "USING INDEX t_code_key",
                                        "id int, code varchar(9), v text"),
    "full": ("id int PRIMARY KEY, code text, v text", "FULL", "id int PRIMARY KEY, code varchar(9), v text"),
    "full_with_another_key_in_the_target": ("id int PRIMARY KEY, code text, v text", "FULL",
                                            "id int, code varchar(9) PRIMARY KEY, v text"),
    "full_without_a_key": ("id int, code text, v text", "FULL", "id int, code varchar(9), v text"),
}


@pytest.mark.parametrize("case", NAMED.values(), ids=NAMED.keys())
def test_rows_are_found_by_what_names_them(scenario, case):
    source, identity, target = case
    scenario.on_source(f"CREATE TABLE t ({source})", f"ALTER TABLE t REPLICA IDENTITY {identity}")
    scenario.on_target(f"CREATE TABLE t ({target})")
    assert findings(scenario, "problem") == []
    scenario.done("create")
    scenario.on_source(
        "INSERT INTO t SELECT i, 'c' || i, 'v' FROM generate_series(1, 200) AS i",
        "UPDATE t SET v = 'w' WHERE id = 1",
        "UPDATE t SET id = id + 1000, code = 'd' || id WHERE id <= 20",
        "UPDATE t SET v = NULL WHERE id = 1003", "UPDATE t SET v = 'x' WHERE id = 1003",
        "DELETE FROM t WHERE id BETWEEN 50 AND 60 OR id = 1002")
    scenario.drain()
    scenario.compare("t")


@pytest.fixture
def keyless(scenario):
    """Rows that nothing but their values tells apart, some of them the same, some of them NULL, copied before the slot exists."""
    scenario.on_source(
        "CREATE TABLE t (a int, b text, c double precision, d real)", "ALTER TABLE t REPLICA IDENTITY FULL",
        "INSERT INTO t VALUES (1, 'x', 0.1, 0.1), (1, 'x', 0.1, 0.1), (1, 'X', 0.1, 0.1), (NULL, NULL, NULL, NULL), (NULL, NULL,"
        " NULL, NULL), (1, NULL, 1e-300, 1e-38), (1, '', 1.7976931348623157e308, 1e38), (2, 'x ', -0.0, 16777217)")
    scenario.on_target("CREATE TABLE t (a int, b longtext, c double, d float)")
    scenario.copy_tables("t")
    scenario.done("create")
    return scenario


def change_one(condition, assignment=None):
    """Of equal rows one."""
    one = f"WHERE ctid = (SELECT ctid FROM t WHERE {condition} LIMIT 1)"
    return f"UPDATE t SET {assignment} {one}" if assignment else f"DELETE FROM t {one}"


def test_of_equal_rows_one_is_changed_and_null_is_a_value(keyless):
    keyless.on_source(
        change_one("b = 'x'", "a = 7"), change_one("b = 'X'", "a = 8"), change_one("a IS NULL"),
        change_one("a IS NULL", "b = 'set'"), change_one("b = 'set'", "b = NULL, c = 2"), change_one("b = ''", "b = NULL"),
        change_one("b = 'x '", "b = 'x'"))
    keyless.drain()
    keyless.compare("t")
    assert keyless.on_target("SELECT COUNT(*) FROM t") == ((7,),)


def test_floats_are_found_whatever_their_digits(keyless):
    numbers = ["0.3", "1e-45", "1.1754942e-38", "3.4028235e38", "16777217", "0.1", "123456.789", "-0", "9.999999e-5"]
    keyless.on_source(*(f"INSERT INTO t VALUES ({10 + place}, 'f', '{number}', '{number}')"
                        for place, number in enumerate(numbers)))
    keyless.on_source("UPDATE t SET c = c / 3 WHERE b = 'f'", "UPDATE t SET a = a + 100, d = CASE WHEN d > 1e-30 THEN d / 3 ELSE d END WHERE b = 'f'",
                      "UPDATE t SET b = 'g' WHERE b = 'f'", "DELETE FROM t WHERE a > 115", "DELETE FROM t WHERE c = 0.1")
    keyless.drain()
    keyless.compare("t")


def test_a_row_that_is_not_there_is_no_other_row(keyless):
    keyless.on_target("UPDATE t SET d = 0.2 WHERE b = 'x '")
    keyless.on_source(change_one("b = 'x '", "a = 9"))
    end = keyless.source_position()
    keyless.done("capture", "--until-lsn", end)
    refused = keyless.run("replay", "--until-lsn", end)
    assert refused.returncode == EXIT_DATA
    assert "UPDATE on public.t in the transaction at" in refused.stderr and "found 0 rows" in refused.stderr


# Tables whose changes do not say which row they mean

UNNAMED = {
    "nothing": (["CREATE TABLE t (id int, v text)", "ALTER TABLE t REPLICA IDENTITY NOTHING"],
                "its REPLICA IDENTITY is NOTHING", "FULL"),
    "nothing_with_a_key": (["CREATE TABLE t (id int PRIMARY KEY, v text)", "ALTER TABLE t REPLICA IDENTITY NOTHING"],
                           "its REPLICA IDENTITY is NOTHING", "DEFAULT"),
    "no_key": (["CREATE TABLE t (id int, v text)"], "it has no key that its changes could name", "FULL"),
    "a_key_that_is_checked_late": (["CREATE TABLE t (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, v text)"],
                                   "it has no key that its changes could name", "FULL"),
    "a_unique_index": (["CREATE TABLE t (id int NOT NULL, v text)", 'CREATE UNIQUE INDEX "The Index" ON t (id)'],
                       "it has no key that its changes could name", 'USING INDEX "The Index"'),
    "a_unique_index_that_takes_null": (["CREATE TABLE t (id int UNIQUE, v text)"],
                                       "it has no key that its changes could name", "FULL"),
    "an_index_that_is_gone": (["CREATE TABLE t (id int NOT NULL, v text)", "CREATE UNIQUE INDEX i ON t (id)",
                               "ALTER TABLE t REPLICA IDENTITY USING INDEX i", "DROP INDEX i"],
                              "the index of its REPLICA IDENTITY is gone or not valid", "FULL"),
}


@pytest.mark.parametrize("case", UNNAMED.values(), ids=UNNAMED.keys())
def test_a_table_that_names_no_rows_stops_the_replay_and_check_mends_it(make_scenario, case):
    statements, reason, identity = case
    scenario = make_scenario("mariadb")
    scenario.on_source(*statements)
    scenario.on_target("CREATE TABLE t (id int PRIMARY KEY, v text)")
    scenario.done("create")
    (finding,) = findings(scenario, "problem")
    assert finding == {"severity": "problem", "subject": "source: public.t", "sentence": f"{reason}, {NO_ROW}",
                       "remedy": f'ALTER TABLE "public"."t" REPLICA IDENTITY {identity};'}
    scenario.on_source("INSERT INTO t VALUES (1, 'a')", "UPDATE t SET v = 'b'")
    end = scenario.source_position()
    scenario.done("capture", "--until-lsn", end)
    refused = scenario.run("replay", "--until-lsn", end)
    assert refused.returncode == EXIT_DATA
    assert "UPDATE on public.t in the transaction at" in refused.stderr
    assert "does not say which row it means" in refused.stderr
    assert 'run ALTER TABLE "public"."t" REPLICA IDENTITY FULL on the source' in refused.stderr
    scenario.on_source(finding["remedy"])
    assert findings(scenario, "problem") == []


def test_what_check_mends_names_its_rows(scenario):
    """In time, before the first change."""
    scenario.on_source("CREATE TABLE t (id int NOT NULL UNIQUE, v text)")
    scenario.on_target("CREATE TABLE t (id int PRIMARY KEY, v text)")
    scenario.on_source(findings(scenario, "problem")[0]["remedy"])
    scenario.done("create")
    scenario.on_source("INSERT INTO t VALUES (1, 'a'), (2, 'b')", "UPDATE t SET v = 'c' WHERE id = 1", "DELETE FROM t WHERE id = 2")
    scenario.drain()
    scenario.compare("t")


# Tables of the target that have to be read as a whole


def test_check_warns_of_tables_whose_rows_no_key_finds(scenario):
    scenario.on_source("CREATE TABLE whole (n int, v text)", "ALTER TABLE whole REPLICA IDENTITY FULL",
                       "CREATE TABLE keyed (id int PRIMARY KEY, v text)", "CREATE TABLE fine (id int PRIMARY KEY)")
    scenario.on_target("CREATE TABLE whole (n int, v text)", "CREATE TABLE keyed (id int, v text)", "CREATE TABLE fine (id int PRIMARY KEY)")
    name, cost = scenario.name, ": every UPDATE and DELETE of it reads the whole table, one after the other"
    warnings = {(f["subject"], f["sentence"]): f["remedy"] for f in findings(scenario, "warning") if "target" in f["subject"]}
    whole = (f"target: {name}.whole", "it has no unique key, and no index of a number or a time" + cost)
    keyed = (f"target: {name}.keyed", "it has no unique key over id, which is what names the source's rows" + cost)
    assert warnings.keys() >= {whole, keyed}
    assert warnings[whole] == f"ALTER TABLE `{name}`.`whole` ADD INDEX (`n`);"
    assert warnings[keyed] == f"ALTER TABLE `{name}`.`keyed` ADD PRIMARY KEY (`id`);"
    scenario.on_target(warnings[whole], warnings[keyed])
    assert not [f for f in findings(scenario, "warning") if cost in f["sentence"]]
    assert "3 of 3 tables are ready" in scenario.done("check")
