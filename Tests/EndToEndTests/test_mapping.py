"""Tables and columns that have other names in the target, and tables that have no place there."""

import json

from environment import until

EXIT_CONFIGURATION = 78

MAPPING = {
    "schemas": {"crm": "crm_database"},
    "tables": {'"Weird.Schema"."Tab le"': "`Tàb.le`", "crm.people": "Persons"},
    "columns": {'"Weird.Schema"."Tab le"."Ключ"': "id", "crm.people.custid": "customer_id"},
    "exclude": ["*.audit_*"],
}


def test_names_columns_and_exclusions_are_checked_first_and_then_hold(scenario):
    crm = scenario.name + "_crm"
    prepare(scenario, crm)
    scenario.done("create")
    assert problems(scenario) >= {
        ("source: public.audit_log",
         "it has no key that its changes could name, so the first UPDATE or DELETE of it stops the replay"),
        (f"target: {scenario.name}.people", "the changes of crm.people and of public.people would both go there"),
        ("target: Weird.Schema.Tab le", f"there is no table {scenario.name}.Tab le to take its changes"),
        ("target: public.audit_log", f"there is no table {scenario.name}.audit_log to take its changes"),
    }

    scenario.write_config(mapping=MAPPING | {"schemas": {"crm": crm}})
    assert problems(scenario) == {
        (f"target: {crm}.Persons", "its column owner is NOT NULL without a default, and the source has no such column"),
    }
    scenario.on_target("ALTER TABLE Persons ALTER COLUMN owner SET DEFAULT 9", database=crm)
    said = scenario.done("check")
    assert "target: mapping: 1 of 4 tables are left out by mapping.include and mapping.exclude" in said
    assert "target: tables: 3 of 3 tables are ready" in said

    scenario.start_both()
    change(scenario)
    weird, persons = "SELECT id, v FROM `Tàb.le` ORDER BY id", "SELECT owner, customer_id, twice FROM Persons"
    until(lambda: scenario.on_target(weird) == ((2, "b"), (3, "ü")), "for the table with the odd name")
    until(lambda: scenario.on_target(persons, database=crm) == ((9, 7, 14),), "for the mapped column")
    until(lambda: scenario.on_target("SELECT id FROM people") == ((1,),), "for the table of the same name")
    scenario.replay.wait_until_said("the changes of public.audit_log are left out")
    assert scenario.replay.stop() == 0
    assert "left out 1 changed rows of public.audit_log" in scenario.replay.said


def test_two_tables_of_the_source_go_to_one_only_where_that_is_said(scenario):
    scenario.on_source("CREATE SCHEMA crm", "CREATE TABLE crm.people (id int PRIMARY KEY)",
                       "CREATE TABLE people (id int PRIMARY KEY)")
    scenario.on_target("CREATE TABLE people (id int PRIMARY KEY)")
    scenario.done("create")
    scenario.on_source("INSERT INTO crm.people VALUES (1)", "INSERT INTO people VALUES (2)")
    end = scenario.source_position()
    scenario.done("capture", "--until-lsn", end)
    refused = scenario.run("replay", "--until-lsn", end)
    assert refused.returncode == 65
    assert "say mapping.merge: true" in refused.stderr and "changes public.people" in refused.stderr
    scenario.write_config(mapping={"merge": True})
    scenario.done("replay", "--until-lsn", end)
    assert scenario.on_target("SELECT id FROM people ORDER BY id") == ((1,), (2,))


def problems(scenario):
    result = scenario.run("check", "--json")
    findings = [json.loads(line) for line in result.stdout.splitlines()]
    found = {(f["subject"], f["sentence"]) for f in findings if f["severity"] == "problem"}
    assert result.returncode == (EXIT_CONFIGURATION if found else 0), result.stderr
    return found


def prepare(scenario, crm):
    scenario.create_target_database(crm)
    scenario.on_source(
        'CREATE SCHEMA "Weird.Schema"', "CREATE SCHEMA crm",
        'CREATE TABLE "Weird.Schema"."Tab le" ("Ключ" int PRIMARY KEY, "V" text)',
        "CREATE TABLE crm.people (custid int PRIMARY KEY)",
        "CREATE TABLE people (id int PRIMARY KEY)",
        "CREATE TABLE audit_log (line text)",
    )
    scenario.on_target("CREATE TABLE `Tàb.le` (v varchar(20), id int PRIMARY KEY)",
                       "CREATE TABLE people (id int PRIMARY KEY)")
    scenario.on_target("CREATE TABLE Persons (owner int NOT NULL, twice int AS (customer_id * 2) STORED,"
                       " customer_id int PRIMARY KEY)", database=crm)


def change(scenario):
    weird = '"Weird.Schema"."Tab le"'
    scenario.on_source(
        f"INSERT INTO {weird} VALUES (1, 'a'), (2, 'b')",
        f"UPDATE {weird} SET \"Ключ\" = 3, \"V\" = 'ü' WHERE \"Ключ\" = 1",
        "INSERT INTO audit_log VALUES ('only this')",
        "INSERT INTO people VALUES (1)",
        "INSERT INTO crm.people VALUES (7), (8)",
        "DELETE FROM crm.people WHERE custid = 8",
    )
