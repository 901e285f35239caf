"""The tables of a recording in MariaDB or MySQL: made empty, and read back in one form for both sides."""

import re
import sys
from collections import Counter

from environment import ROOT

sys.path.insert(0, str(ROOT / "tools" / "compare-databases.d"))
from normal_form import Column  # noqa: E402
from sides import TargetSide, quote_name  # noqa: E402

# By the source's type without its modifier. Texts in a key cannot be LONGTEXT.
COLUMN_TYPES = {
    "tinyint": "SMALLINT", "smallint": "SMALLINT", "integer": "INT", "bigint": "BIGINT", "oid": "BIGINT UNSIGNED",
    "uint1": "SMALLINT UNSIGNED", "uint2": "INT UNSIGNED", "uint4": "INT UNSIGNED", "uint8": "BIGINT UNSIGNED",
    "boolean": "TINYINT(1)", "real": "FLOAT", "double precision": "DOUBLE", "numeric": "DECIMAL(65,30)", "number": "DECIMAL(65,30)",
    "bytea": "LONGBLOB", "blob": "LONGBLOB", "tinyblob": "LONGBLOB", "mediumblob": "LONGBLOB", "longblob": "LONGBLOB",
    "raw": "LONGBLOB", '"binary"': "LONGBLOB", "varbinary": "LONGBLOB",
    "date": "DATE", "year": "YEAR", "time without time zone": "TIME(6)",
    "timestamp without time zone": "DATETIME(6)", "timestamp with time zone": "DATETIME(6)",
    "smalldatetime": "DATETIME(6)", "uuid": "CHAR(36)",
}
WITH_LENGTH = {
    "numeric": "DECIMAL({})", "number": "DECIMAL({})", "bit": "BIT({})", "character": "CHAR({})",
    "character varying": "VARCHAR({})", "nvarchar2": "VARCHAR({})",
}
# What CHAR takes, and the last character that may stand in a name.
LARGEST_CHAR, LAST_OF_THE_FIRST_PLANE = 255, "\uffff"


def without_modifier(type_name):
    return re.sub(r"\([^)]*\)", "", type_name)


def column_type(type_name, is_in_key):
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
        f"{quote_name(column)} {column_type(type_name, column in table.key)} {'NOT NULL' if column in table.key else 'NULL'}"
        for column, type_name in zip(table.columns, table.types)
    ]
    if table.key:
        columns.append(f"PRIMARY KEY ({', '.join(map(quote_name, table.key))})")
    definition = f"({', '.join(columns)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
    scenario.on_target(f"CREATE TABLE {quote_name(name)} {definition}", database=database)


def compare(scenario, database, name, table, rows):
    """Fails unless the target's table holds just `rows`."""
    side = TargetSide(scenario.environment.variables, scenario.kind.upper(), database)
    with side.connection:  # its snapshot would hold the table
        found = side.columns(name)
        columns = [
            Column(column, without_modifier(type_name), *found[column.lower()])
            for column, type_name in zip(table.columns, table.types)
        ]
        in_target = normal_rows(columns, side.rows(name, columns))
    expected = ([streamed(column, row[column.source_name]) for column in columns] for row in rows)
    assert in_target == normal_rows(columns, expected), f"{database}.{name}"


def streamed(column, value):
    """The spool's text as a client of the source would have it."""
    if column.source_type == "boolean":
        return {"t": "1", "f": "0"}.get(value)
    return bytes.fromhex(value.removeprefix("\\x")) if value and column.source_type == "bytea" else value


def normal_rows(columns, rows):
    normalizers = [column.normalizer() for column in columns]
    return Counter(
        repr([None if value is None else normalize(value) for normalize, value in zip(normalizers, row)]) for row in rows
    )
