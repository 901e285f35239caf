"""The tables of a recording in MariaDB or MySQL: made empty, and read back in one form for both sides."""

import re
import struct
import sys
from collections import Counter
from decimal import Decimal

from environment import ROOT

sys.path.insert(0, str(ROOT / "tools" / "compare-databases.d"))
from normal_form import Column, decimal, moment, text  # noqa: E402
from sides import TargetSide, quote_name  # noqa: E402

# By the source's type without its modifier. Texts in a key cannot be LONGTEXT.
COLUMN_TYPES = {
    "tinyint": "SMALLINT", "smallint": "SMALLINT", "integer": "INT", "bigint": "BIGINT", "oid": "INT UNSIGNED",
    "uint1": "TINYINT UNSIGNED", "uint2": "SMALLINT UNSIGNED", "uint4": "INT UNSIGNED", "uint8": "BIGINT UNSIGNED",
    "boolean": "TINYINT(1)", "real": "FLOAT", "double precision": "DOUBLE", "numeric": "DECIMAL(65,30)", "number": "DECIMAL(65,30)",
    "bytea": "LONGBLOB", "blob": "BLOB", "tinyblob": "TINYBLOB", "mediumblob": "MEDIUMBLOB", "longblob": "LONGBLOB", "raw": "LONGBLOB",
    "date": "DATE", "year": "YEAR", "time without time zone": "TIME(6)", "interval": "VARCHAR(60)", "time with time zone": "VARCHAR(40)",
    "timestamp without time zone": "DATETIME(6)", "timestamp with time zone": "DATETIME(6)",
    "smalldatetime": "DATETIME", "uuid": "BINARY(16)", "json": "JSON", "jsonb": "JSON", "money": "DECIMAL(19,2)",
    "point": "POINT", "lseg": "LINESTRING", "path": "LINESTRING", "polygon": "POLYGON", "box": "GEOMETRY",
}
WITH_LENGTH = {
    "numeric": "DECIMAL({})", "number": "DECIMAL({})", "bit": "BIT({})", "character": "CHAR({})", "bit varying": "VARCHAR({})",
    "character varying": "VARCHAR({})", "nvarchar2": "VARCHAR({})", '"binary"': "BINARY({})", '"varbinary"': "VARBINARY({})",
}
# Columns whose type says less than their name: words of an ENUM or SET, the A mode's date, dolphin's timestamp.
BY_NAME = {
    ("z_enumset", "e"): "ENUM('a','B','中文','it''s','with space','','null','a,b')",
    ("z_enumset", "s"): "SET('a','B','中文','x y','null')",
    ("z_enumset", "s64"): "SET(" + ",".join(f"'m{number}'" for number in range(64)) + ")",
    ("z", "e"): "ENUM('a','b')", ("z", "ts"): "TIMESTAMP",
    ("z_dt", "d"): "DATE", ("z_dt", "ts"): "TIMESTAMP", ("z_dt", "ts6"): "TIMESTAMP(6)",
    ("z_dt_full", "d"): "DATE", ("z_dt_full", "ts"): "TIMESTAMP", ("z_dt_full", "ts6"): "TIMESTAMP(6)",
}
# What CHAR takes, and the last character that may stand in a name.
LARGEST_CHAR, LAST_OF_THE_FIRST_PLANE = 255, "\uffff"


def without_modifier(type_name):
    return re.sub(r"\([^)]*\)", "", type_name)


def column_type(table, name, type_name, is_in_key):
    if (table, name) in BY_NAME:
        return BY_NAME[table, name]
    plain, length = without_modifier(type_name), re.search(r"\(([\d,]+)\)", type_name)
    if plain == "character" and length and int(length[1]) > LARGEST_CHAR:
        plain = "character varying"
    if length and plain in WITH_LENGTH:
        # The largest DECIMAL there is has place for some numbers of a larger one.
        return WITH_LENGTH[plain].format(length[1]).replace("DECIMAL(1000,300)", "DECIMAL(65,30)")
    return COLUMN_TYPES.get(plain, "VARCHAR(200)" if is_in_key else "LONGTEXT")


def create(scenario, tables):
    """Makes the tables, as far as the target can name them, in a database for each schema; which schema goes where."""
    databases = {}
    for (schema, name), table in tables.items():
        if max(name) > LAST_OF_THE_FIRST_PLANE:
            continue
        if schema not in databases:
            databases[schema] = f"{scenario.name}_{len(databases)}"
            scenario.create_target_database(databases[schema])
        create_table(scenario, databases[schema], name, table)
    return databases


def create_table(scenario, database, name, table):
    """Texts that differ are different here, as they are in the source."""
    columns = [
        f"{quote_name(column)} {column_type(name, column, type_name, column in table.key)} {'NOT NULL' if column in table.key else 'NULL'}"
        for column, type_name in zip(table.columns, table.types)
    ]
    if table.key:
        columns.append(f"PRIMARY KEY ({', '.join(map(quote_name, table.key))})")
    definition = f"({', '.join(columns)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
    scenario.on_target(f"CREATE TABLE {quote_name(name)} {definition}", database=database)


def compare(scenario, database, name, table, rows, policies):
    """Fails unless the target's table holds just `rows`, but for what the policies settle."""
    side = TargetSide(scenario.environment.variables, scenario.kind.upper(), database)
    with side.connection:  # its snapshot would hold the table
        found = side.columns(name)
        columns = [
            Column(column, without_modifier(type_name), *found[column.lower()])
            for column, type_name in zip(table.columns, table.types)
        ]
        in_target = normal_rows(columns, side.rows(name, columns))
    definitions = [column_type(name, column, type_name, column in table.key)
                   for column, type_name in zip(table.columns, table.types)]
    expected = (
        [streamed(column, policies.settled(name, column.source_name, definition, row[column.source_name]))
         for column, definition in zip(columns, definitions)]
        for row in rows
    )
    assert in_target == normal_rows(columns, expected), f"{database}.{name}"


BYTES = {"bytea", "blob", "tinyblob", "mediumblob", "longblob", "raw", '"binary"', '"varbinary"', "varbinary"}


def streamed(column, value):
    """The spool's text as a client of the source would have it."""
    if value is None:
        return None
    if column.source_type == "boolean":
        return {"t": "1", "f": "0"}[value]
    if column.source_type in BYTES:
        return bytes.fromhex(value.removeprefix("\\x"))
    return figure(column.source_type, value) if column.source_type in FIGURES else value


FIGURES = {"point": 1, "lseg": 2, "path": 2, "polygon": 3, "box": 3}


def figure(kind, value):
    """As MySQL keeps it: SRID 0 and well-known binary."""
    numbers = [float(number) for number in re.findall(r"[^()\[\],]+", value)]
    points = list(zip(numbers[::2], numbers[1::2]))
    if kind == "box":
        (right, upper), (left, lower) = points
        points = [(left, lower), (right, lower), (right, upper), (left, upper)]
    if kind in ("box", "polygon") or kind == "path" and value[0] == "(":
        points.append(points[0])
    counts = {"point": (), "polygon": (1, len(points)), "box": (1, len(points))}.get(kind, (len(points),))
    coordinates = [coordinate for point in points for coordinate in point]
    return struct.pack(f"<IBI{len(counts)}I{len(coordinates)}d", 0, 1, FIGURES[kind], *counts, *coordinates)


def normalizer(column):
    if column.source_type in BYTES or column.source_type in FIGURES:
        return bytes
    return {
        "year": int, "money": lambda value: Decimal(text(value).replace("$", "").replace(",", "")),
        "smalldatetime": moment, "uint1": int, "uint2": int, "uint4": int, "uint8": int, "number": decimal,
        "timestamp without time zone": date_or_moment(column), "timestamp with time zone": date_or_moment(column),
    }.get(column.source_type) or column.normalizer()


def date_or_moment(column):
    return (lambda value: text(value)[:10]) if column.target_type == "date" else moment


def normal_rows(columns, rows):
    normalizers = [normalizer(column) for column in columns]
    return Counter(
        repr([None if value is None else normalize(value) for normalize, value in zip(normalizers, row)]) for row in rows
    )
