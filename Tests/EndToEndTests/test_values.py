"""Promise 5: every value of the first set of types arrives exactly, and what cannot be represented is an error."""

import json
import struct
from dataclasses import dataclass

import pytest

from process import EXIT_DATA

BYTES = bytes(range(256))
EMOJI = "é 漢字 😀 𝒳"
ODD = "quote ' double \" backslash \\ percent % newline \n return \r tab \t control \x01 end"


@dataclass(frozen=True)
class Case:
    """A type of the source, the target's column for it, and values: the source's literal, what the target must hold."""

    name: str
    source: str
    target: str
    values: tuple
    read: str = "{}"


def text(*values):
    return tuple((value, value) for value in values)


CASES = [
    Case("smallint", "smallint", "SMALLINT", (("-32768", -32768), ("32767", 32767), ("0", 0))),
    Case("integer", "integer", "INT", (("-2147483648", -(2**31)), ("2147483647", 2**31 - 1))),
    Case("bigint", "bigint", "BIGINT", (("-9223372036854775808", -(2**63)), ("9223372036854775807", 2**63 - 1))),
    Case("numeric", "numeric(65,30)", "DECIMAL(65,30)", (
        ("9" * 35 + "." + "9" * 30, "9" * 35 + "." + "9" * 30), ("-" + "9" * 35 + "." + "9" * 30,) * 2,
        ("0", "0." + "0" * 30), ("-0.000000000000000000000000000001",) * 2), read="CAST({} AS CHAR)"),
    Case("numeric_plain", "numeric", "DECIMAL(20,5)", (("12345.67890",) * 2, ("1e3", "1000.00000")),
         read="CAST({} AS CHAR)"),
    Case("real", "real", "FLOAT", tuple((str(value), struct.unpack("f", struct.pack("f", value))[0]) for value in (
        3.4028235e38, -3.4028235e38, 1.17549435e-38, 0.1, 16777217.0, 0.0)), read="{} + 0e0"),
    Case("double", "double precision", "DOUBLE", tuple((repr(value), value) for value in (
        1.7976931348623157e308, -1.7976931348623157e308, 2.2250738585072014e-308, 0.1, 1 / 3, 9007199254740993.0))),
    Case("boolean", "boolean", "TINYINT(1)", (("true", 1), ("false", 0))),
    Case("char", "character(12)", "CHAR(12)", (("ab", "ab"), ("", ""), (EMOJI[:12], EMOJI[:12]))),
    Case("varchar", "character varying(200)", "VARCHAR(200)", text("", " lead and trail ", EMOJI, ODD, "null", "NULL")),
    Case("text", "text", "LONGTEXT", text("", EMOJI * 10_000, ODD, "\\x41", "{\"a\": 1}", "a" * 1_000_000)),
    Case("bytea", "bytea", "LONGBLOB", tuple(("\\x" + value.hex(), value) for value in (BYTES, b"", BYTES * 400))),
    Case("date", "date", "DATE", text("1000-01-01", "1969-12-31", "2000-02-29", "9999-12-31"), read="CAST({} AS CHAR)"),
    Case("time", "time", "TIME(6)", (("00:00:00", "00:00:00.000000"), ("23:59:59.999999",) * 2,
                                     ("24:00:00", "24:00:00.000000")), read="CAST({} AS CHAR)"),
    Case("timestamp", "timestamp", "DATETIME(6)", (
        ("1000-01-01 00:00:00", "1000-01-01 00:00:00.000000"), ("9999-12-31 23:59:59.999999",) * 2,
        ("2026-03-29 02:30:00.1", "2026-03-29 02:30:00.100000")), read="CAST({} AS CHAR)"),
    Case("timestamptz", "timestamp with time zone", "DATETIME(6)", (
        ("2026-11-23 05:01:39.293515+05:30", "2026-11-22 23:31:39.293515"),
        ("1999-12-31 23:30:00-01", "2000-01-01 00:30:00.000000")), read="CAST({} AS CHAR)"),
    Case("timestamptz_timestamp", "timestamp with time zone", "TIMESTAMP(6) NULL", (
        ("2026-07-01 12:00:00.000001+02", "2026-07-01 10:00:00.000001"),), read="CAST({} AS CHAR)"),
    Case("uuid", "uuid", "CHAR(36)", text(
        "00000000-0000-0000-0000-000000000000", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")),
    Case("bit", "bit(8)", "BIT(8)", (("10000001", 129), ("00000000", 0)), read="{} + 0"),
    Case("varbit", "bit varying(16)", "VARBINARY(2)", (("0000000111111111", b"\x01\xff"), ("", b""))),
    Case("varbit_text", "bit varying(16)", "VARCHAR(16)", text("0101", "")),
    Case("money", "money", "DECIMAL(19,2)", (("1234.56", "1234.56"), ("-0.05", "-0.05")), read="CAST({} AS CHAR)"),
    Case("interval", "interval", "VARCHAR(60)", text("1 year 2 mons 3 days 04:05:06.789", "-1 days", "00:00:00")),
    Case("interval_time", "interval", "TIME(3)", (("-30:00:00.5", "-30:00:00.500"), ("838:59:59", "838:59:59.000")),
         read="CAST({} AS CHAR)"),
    Case("timetz", "time with time zone", "VARCHAR(40)", text("12:00:00+08", "23:59:59.999999-12")),
    Case("midnight", "timestamp", "DATE", (("2026-11-23 00:00:00", "2026-11-23"),), read="CAST({} AS CHAR)"),
    Case("uuid_binary", "uuid", "BINARY(16)", (
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", bytes.fromhex("f81d4fae7dec11d0a76500a0c91e6bf6")),)),
    Case("arrays", "text[]", "TEXT", text('{a,"b c",NULL,"q\\"q"}', "{}", "{{1,2},{3,4}}")),
    Case("ranges", "int4range", "VARCHAR(40)", text("[1,10)", "empty", "(,5)")),
    Case("inet", "inet", "VARCHAR(43)", text("2001:db8::/32", "::1", "192.168.0.1")),
    Case("macaddr", "macaddr", "CHAR(17)", text("08:00:2b:01:02:03")),
    Case("tsvector", "tsvector", "TEXT", text("'a' 'cat' 'fat'")),
    Case("point", "point", "POINT", (("(-1.5,2e-300)", "00000000" + "0101000000" + struct.pack("<2d", -1.5, 2e-300).hex()),),
         read="LOWER(HEX({}))"),
    Case("enum", "text", "ENUM('x','Y','it''s')", text("x", "Y", "it's")),
    Case("set", "text", "SET('a','b','c')", text("a,c", "")),
    Case("json", "json", "LONGTEXT", text('{"b": 1, "a": [null, "' + EMOJI + '"]}', "null", '"x"', '{"a" : 1}')),
]


def create_tables(scenario, cases):
    scenario.on_source(*(f"CREATE TABLE v_{case.name} (id int PRIMARY KEY, value {case.source})" for case in cases))
    scenario.on_target(*(f"CREATE TABLE v_{case.name} (id int PRIMARY KEY, value {case.target})" for case in cases))


def write(connection, statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def expected_rows(case):
    """A NULL first, then each value inserted, and each one again brought by an update from NULL."""
    values = [None] + [value for _, value in case.values]
    return list(enumerate(values + values[1:]))


def same(left, right):
    return left == right and type(left) is type(right)


def test_every_type_arrives_exactly(scenario):
    create_tables(scenario, CASES)
    scenario.done("create")
    connection = scenario.source()
    for case in CASES:
        table, literals = f"v_{case.name}", [literal for literal, _ in case.values]
        write(connection, f"INSERT INTO {table} VALUES (0, NULL)")
        for number, literal in enumerate(literals + [None] * len(literals), 1):
            write(connection, f"INSERT INTO {table} VALUES (%s, %s)", number, literal)
        for number, literal in enumerate(literals, len(literals) + 1):
            write(connection, f"UPDATE {table} SET value = %s WHERE id = %s", literal, number)
    connection.close()
    scenario.drain()
    differences = []
    for case in CASES:
        rows = scenario.on_target(f"SELECT id, {case.read.format('value')} FROM v_{case.name} ORDER BY id")
        for (number, expected), (_, found) in zip(expected_rows(case), rows, strict=True):
            if not same(expected, found):
                differences.append(f"{case.name} row {number}: {found!r:.100}, not {expected!r:.100}")
    assert not differences, "\n".join(differences)


def test_json_columns_take_json(scenario):
    scenario.on_source("CREATE TABLE documents (id int PRIMARY KEY, value json)")
    scenario.on_target("CREATE TABLE documents (id int PRIMARY KEY, value JSON)")
    scenario.done("create")
    scenario.on_source("""INSERT INTO documents VALUES (1, '{"b": [1, 2.5, null, "é 😀"], "a": true}'), (2, NULL)""")
    scenario.drain()
    inside = "SELECT JSON_VALUE(value, '$.b[3]'), JSON_LENGTH(value, '$.b') FROM documents WHERE id = 1"
    assert scenario.on_target(inside) == (("é 😀", 4),)
    assert scenario.on_target("SELECT COUNT(*) FROM documents WHERE value IS NULL") == ((1,),)


def test_null_empty_and_absent_stay_apart(scenario):
    """A large value that an UPDATE leaves alone is not sent, and so it is left alone here."""
    scenario.on_source(
        "CREATE TABLE large (id int PRIMARY KEY, word text, body text, nothing text)",
        "ALTER TABLE large ALTER body SET STORAGE EXTERNAL")
    scenario.on_target("CREATE TABLE large (id int PRIMARY KEY, word text, body longtext, nothing text)")
    scenario.done("create")
    scenario.on_source(
        "INSERT INTO large SELECT i, '', string_agg(md5((i * j)::text), ''), NULL FROM generate_series(1, 3) AS i,"
        " generate_series(1, 4000) AS j GROUP BY i",
        "UPDATE large SET word = 'changed' WHERE id = 1",
        "UPDATE large SET word = NULL, nothing = '' WHERE id = 2",
        "UPDATE large SET body = '' WHERE id = 3")
    scenario.drain()
    scenario.compare("large")
    found = scenario.on_target("SELECT word, LENGTH(body), nothing FROM large ORDER BY id")
    assert found == (("changed", 128_000, None), (None, 128_000, ""), ("", 0, None))


def test_keys_change_and_swap_and_names_are_quoted(scenario):
    table = 'Odd "name" of a `table`'
    on_source, on_target = '"' + table.replace('"', '""') + '"', "`" + table.replace("`", "``") + "`"
    scenario.on_source(f'CREATE TABLE {on_source} ("Key" int PRIMARY KEY, "sel""ect" text, "é" text)')
    scenario.on_target(f'CREATE TABLE {on_target} (`Key` int PRIMARY KEY, `sel"ect` text, `é` text)')
    scenario.done("create")
    scenario.on_source(
        f"INSERT INTO {on_source} SELECT i, 'row ' || i, 'é' FROM generate_series(1, 5) AS i",
        f'UPDATE {on_source} SET "Key" = "Key" + 100',
        f'UPDATE {on_source} SET "Key" = -"Key" WHERE "Key" > 102',
        f'DELETE FROM {on_source} WHERE "Key" = 101')
    scenario.drain()
    found = scenario.on_target(f'SELECT `Key`, `sel"ect`, `é` FROM {on_target} ORDER BY 1')
    assert found == ((-105, "row 5", "é"), (-104, "row 4", "é"), (-103, "row 3", "é"), (102, "row 2", "é"))


def test_truncate_empties_the_table(scenario):
    tables = ("first", "second")
    for table in tables:
        scenario.on_source(f"CREATE TABLE {table} (id int PRIMARY KEY)")
        scenario.on_target(f"CREATE TABLE {table} (id int PRIMARY KEY)")
    scenario.done("create")
    scenario.on_source(
        "INSERT INTO first SELECT generate_series(1, 10)", "INSERT INTO second SELECT generate_series(1, 10)",
        "TRUNCATE first, second", "INSERT INTO first VALUES (7)")
    scenario.drain()
    scenario.compare(*tables)
    assert scenario.on_target("SELECT id FROM first") == ((7,),)


REFUSED = {
    "circle": ("circle", "GEOMETRY", "'<(1,2),3>'", "circle"),
    "bytea as text": ("bytea", "TEXT", r"'\x7365637265740000'", "bytea"),
    "NaN as double": ("double precision", "DOUBLE", "'NaN'", None),
    "infinity as double": ("double precision", "DOUBLE", "'-Infinity'", None),
    "NaN as numeric": ("numeric", "DECIMAL(20,5)", "'NaN'", None),
    "date infinity": ("date", "DATE", "'infinity'", None),
    "a date before Christ": ("date", "DATE", "'0044-03-15 BC'", None),
    "a year of five digits": ("timestamp", "DATETIME(6)", "'12345-01-01 00:00:00'", None),
    "a text too long": ("text", "VARCHAR(10)", "repeat('secret', 10)", None),
    "a number too large": ("numeric", "DECIMAL(5,2)", "1234567.89", None),
    "digits that would be lost": ("numeric", "DECIMAL(5,2)", "1.239", None),
    "an emoji into three bytes": ("text", "VARCHAR(20) CHARACTER SET utf8mb3", "'secret ' || chr(128512)", None),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_represented_is_refused(scenario, case):
    source, target, literal, type_name = case
    scenario.on_source(f"CREATE TABLE strange (id int PRIMARY KEY, odd_column {source})")
    scenario.on_target(f"CREATE TABLE strange (id int PRIMARY KEY, odd_column {target})")
    scenario.done("create")
    scenario.on_source("INSERT INTO strange VALUES (1, NULL)", f"INSERT INTO strange VALUES (2, {literal})")
    end = scenario.source_position()
    scenario.done("capture", "--until-lsn", end)
    result = scenario.run("replay", "--until-lsn", end)
    assert result.returncode == EXIT_DATA, result.stdout + result.stderr
    for word in ("strange", "odd_column", type_name or ""):
        assert word in result.stderr
    assert "secret" not in result.stderr and "1234567" not in result.stderr, "no row values in messages"
    assert scenario.on_target("SELECT COUNT(*) FROM strange WHERE id = 2") == ((0,),), "nothing of it was applied"


# A type of the source, the target's column, a literal that does not fit, the policy, and what the column shows then.
SETTLED = [
    ("double precision", "DOUBLE", "'Infinity'", "clamp", 1.7976931348623157e308),
    ("double precision", "DOUBLE", "'NaN'", "null", None),
    ("numeric", "DECIMAL(5,2)", "1234567.89", "clamp", "999.99"),
    ("numeric", "DECIMAL(5,2)", "-1.235", "clamp", "-1.24"),
    ("integer", "TINYINT UNSIGNED", "-5", "clamp", 0),
    ("date", "DATE", "'infinity'", "clamp", "9999-12-31"),
    ("timestamp", "DATETIME(3)", "'0044-03-15 12:00:00 BC'", "clamp", "0001-01-01 00:00:00.000"),
    ("timestamptz", "TIMESTAMP NULL", "'2039-01-01 00:00:00+00'", "clamp", "2038-01-19 03:14:07"),
    ("timestamp", "DATETIME(6)", "'12345-01-01 00:00:00'", "null", None),
    ("text", "VARCHAR(5)", "'漢字漢字漢字'", "clamp", "漢字漢字漢"),
    ("text", "VARCHAR(9) CHARACTER SET utf8mb3", "'a' || chr(128512)", "clamp", "a?"),
    ("text", "ENUM('x','y')", "'z'", "null", None),
    ("bytea", "TEXT", r"'\x00ff'", "text", "\\x00ff"),
]


def test_policies_settle_what_does_not_fit(scenario):
    """One by its type, the others by their column; each value once by an INSERT and once by an UPDATE that finds it again."""
    for number, (source, target, _, _, _) in enumerate(SETTLED):
        scenario.on_source(f"CREATE TABLE p_{number} (id int PRIMARY KEY, value {source})",
                           f"ALTER TABLE p_{number} REPLICA IDENTITY FULL")
        scenario.on_target(f"CREATE TABLE p_{number} (id int, value {target})")
    columns = {f"public.p_{number}.value": policy for number, (*_, policy, _) in enumerate(SETTLED) if number}
    scenario.write_config(values={"types": {"double precision": SETTLED[0][3]}, "columns": columns})
    scenario.done("create")
    for number, (_, _, literal, _, _) in enumerate(SETTLED):
        scenario.on_source(f"INSERT INTO p_{number} VALUES (1, {literal})", f"UPDATE p_{number} SET id = 2")
    scenario.drain()
    for number, (_, target, _, _, expected) in enumerate(SETTLED):
        read = "value" if target == "DOUBLE" or target.startswith("TINYINT") else "CAST(value AS CHAR)"
        assert scenario.on_target(f"SELECT id, {read} FROM p_{number}") == ((2, expected),), SETTLED[number]
    counted = json.loads(scenario.done("status", "--json"))["value_policies"]
    assert [(use["column"], use["policy"], use["values"]) for use in counted] == sorted(
        (f"public.p_{number}.value", policy, 2) for number, (*_, policy, _) in enumerate(SETTLED)), "written twice each"
    assert "values   of public.p_0.value: 2 settled by the policy clamp (infinity)\n" in scenario.done("status")


def test_arrays_go_as_json_where_that_is_wanted(scenario):
    scenario.on_source("CREATE TABLE lists (id int PRIMARY KEY, numbers numeric[], span int4range)")
    scenario.on_target("CREATE TABLE lists (id int PRIMARY KEY, numbers JSON, span VARCHAR(60))")
    scenario.write_config(values={"arrays": "json"})
    scenario.done("create")
    scenario.on_source("INSERT INTO lists VALUES (1, '{1.5,NULL,-2}', '[1,10)')")
    scenario.drain()
    found = scenario.on_target("SELECT JSON_EXTRACT(numbers, '$[0]') = 1.5, JSON_LENGTH(numbers), span FROM lists")
    assert found == ((1, 3, '{"lower":1,"upper":10,"bounds":"[)"}'),)
