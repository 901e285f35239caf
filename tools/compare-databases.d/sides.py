"""The two databases: which tables and columns they have, and their rows as streams that need little memory."""

import psycopg2
import pymysql
import pymysql.converters
import pymysql.cursors

# What a batch of rows may weigh, roughly: rows can have 100 MB each.
BATCH_BYTES = 4 << 20
BATCH_ROWS_MAX = 5000


class SourceSide:
    """PostgreSQL or openGauss, read in one snapshot."""

    def __init__(self, environment, schema):
        self.schema = schema
        self.connection = psycopg2.connect(
            host=environment["SOURCE_HOST"], port=environment["SOURCE_PORT"], user=environment["SOURCE_USER"],
            password=environment["SOURCE_PASSWORD"], dbname=environment["SOURCE_DATABASE"], client_encoding="UTF8",
            options="-c TimeZone=UTC -c DateStyle=ISO -c extra_float_digits=3 -c bytea_output=hex",
        )
        self.connection.set_session(isolation_level="REPEATABLE READ", readonly=True)

    def query(self, statement, parameters=()):
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()

    def tables(self):
        rows = self.query(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p' "
            "AND NOT EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhrelid = c.oid) ORDER BY 1",
            (self.schema,),
        )
        return [name for (name,) in rows]

    def qualified(self, table):
        return quote_identifier(self.schema) + "." + quote_identifier(table)

    def columns(self, table):
        """Names and type names without length, in order."""
        return self.query(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            (self.qualified(table),),
        )

    def key(self, table):
        """The names of the primary key's columns, or none."""
        rows = self.query(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a "
            "ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) "
            "WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY a.attnum",
            (self.qualified(table),),
        )
        return [name for (name,) in rows]

    def rows(self, table, columns):
        expressions = ", ".join(
            quote_identifier(column.source_name) + ("" if column.source_type == "bytea" else "::text")
            for column in columns
        )
        with self.connection.cursor(name="rows") as cursor:
            cursor.execute(f"SELECT {expressions} FROM {self.qualified(table)}")
            count = 20
            while batch := cursor.fetchmany(count):
                yield from batch
                weight = sum(len(value) for row in batch for value in row if value is not None) // len(batch)
                count = max(1, min(BATCH_ROWS_MAX, BATCH_BYTES // max(weight, 1)))


class TargetSide:
    """MariaDB or MySQL, read in one snapshot."""

    def __init__(self, environment, prefix, database):
        self.database = database or environment[f"{prefix}_DATABASE"]
        # No conversions of results: every value as the text the server sent, whatever Python's types could hold.
        parameters_only = {key: value for key, value in pymysql.converters.conversions.items()
                           if not isinstance(key, int)}
        self.connection = pymysql.connect(
            host=environment[f"{prefix}_HOST"], port=int(environment[f"{prefix}_PORT"]),
            user=environment[f"{prefix}_USER"], password=environment[f"{prefix}_PASSWORD"], database=self.database,
            charset="utf8mb4", conv=parameters_only, ssl={"check_hostname": False}, use_unicode=True,
            init_command="SET SESSION time_zone = '+00:00', sql_mode = '', net_write_timeout = 3600",
        )
        self.query("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        self.query("START TRANSACTION WITH CONSISTENT SNAPSHOT")

    def query(self, statement, parameters=()):
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()

    def tables(self):
        rows = self.query(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = %s AND table_type = 'BASE TABLE' ORDER BY 1",
            (self.database,),
        )
        return [name for (name,) in rows]

    def columns(self, table):
        """Name, type and length in bytes by lower-case name: column names have no case here."""
        rows = self.query(
            "SELECT column_name, data_type, character_octet_length FROM information_schema.columns "
            "WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position",
            (self.database, table),
        )
        return {name.lower(): (name, str_of(kind).lower(), int(length or 0)) for name, kind, length in rows}

    def rows(self, table, columns):
        # A FLOAT prints six digits; as a double it prints all that it has.
        expressions = ", ".join(
            quote_name(column.target_name) + (" + 0e0" if column.target_type == "float" else "") for column in columns
        )
        with self.connection.cursor(pymysql.cursors.SSCursor) as cursor:
            cursor.execute(f"SELECT {expressions} FROM {quote_name(self.database)}.{quote_name(table)}")
            yield from cursor


def str_of(value):
    return value.decode() if isinstance(value, bytes) else value


def quote_identifier(name):
    return '"' + name.replace('"', '""') + '"'


def quote_name(name):
    return "`" + name.replace("`", "``") + "`"
