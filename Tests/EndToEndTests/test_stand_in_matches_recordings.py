"""The stand-in's plugin writes what a real openGauss has written for the same statements, byte by byte."""

import re
import select
import struct

import psycopg2
import psycopg2.extras
import pytest

from environment import until
from recorded_stream import binary_values_replaced, check_positions, dialect_of, transactions, without_changing
from recorded_workload import TIMESTAMP, USTORE, Sessions, Workload


def without_leading_zero(text, dialect):
    """`numbers`: openGauss's A and PG modes write .01 and PostgreSQL 0.01."""
    def shortened(value):
        return re.sub(rb"^(-?)0(?=\.\d)", rb"\1", value)

    if dialect.startswith("b"):
        return binary_values_replaced(text, shortened)
    return re.sub(rb'(?<=[":])-?0\.\d+', lambda match: shortened(match[0]), text)


WORKLOADS = [
    "tx_b", "twopc_b", "ident_b", "ident_pg", "ddl_a", "ddl_b", "names_a", "names_b", "opt_b", "types_pg_bit", "types_pg_dec",
    "types_pg_dt", "types_pg_json",
]
# What is said otherwise to PostgreSQL, and what is forgiven: README.md of the stand-in has it under the same name.
SAID_OTHERWISE = {"ident_b": (TIMESTAMP,)}
FORGIVEN = {"types_pg_dec": {"numbers": without_leading_zero}}
MARKER = b"END-"


class StandIn:
    """A database and a slot with one workload in it, which may be read again and again: nothing is acknowledged."""

    def __init__(self, environment, name):
        self.environment, self.database = environment, f"recorded_{name}"
        self.workload = Workload(name, (USTORE, *SAID_OTHERWISE.get(name, ())))
        self.administer(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)", f"CREATE DATABASE {self.database}")
        self.run()

    def run(self):
        sessions = Sessions(lambda: self.connect(self.database))
        sessions.execute("s1", "CREATE TABLE public.og_marker(id int PRIMARY KEY, note varchar(40))")
        failed = sessions.run(self.workload.setup)
        sessions.execute("s1", f"SELECT pg_create_logical_replication_slot('{self.database}', 'mppdb_decoding')")
        failed += sessions.run(self.workload.stream)
        sessions.close()
        assert len(failed) == self.workload.failures, failed

    def connect(self, database, factory=None):
        variables = self.environment.variables
        connection = psycopg2.connect(
            host=variables["SOURCE_HOST"], port=variables["SOURCE_PORT"], user=variables["SOURCE_SUPERUSER"],
            password=variables["SOURCE_SUPERUSER_PASSWORD"], dbname=database, connection_factory=factory, connect_timeout=10)
        if factory is None:
            connection.autocommit = True
        return connection

    def administer(self, *statements):
        connection = self.connect("postgres")
        for statement in statements:
            connection.cursor().execute(statement)
        connection.close()

    def messages(self, stream):
        """Up to the end of the transaction with the marker."""
        connection = self.connect(self.database, psycopg2.extras.LogicalReplicationConnection)
        cursor = connection.cursor()
        cursor.start_replication(slot_name=self.database, options=self.workload.options(stream), decode=False)
        marked = is_last = False
        while not is_last:
            message = until(lambda: self.next_message(connection, cursor), f"for the end of {self.database} in {stream}")
            yield b"w" + struct.pack(">QQQ", message.data_start, message.wal_end, 0) + message.payload
            has_marker = MARKER in message.payload
            is_last = has_marker if dialect_of(stream).endswith("1") else marked and not has_marker
            marked = has_marker
        connection.close()

    def next_message(self, connection, cursor):
        """None where nothing has come: what libpq has buffered does not show on the socket."""
        message = cursor.read_message()
        if message is None:
            select.select([connection], [], [], 0.1)
        return message

    def clean_up(self):
        connection = self.connect("postgres")
        cursor = connection.cursor()
        slot = "FROM pg_replication_slots WHERE slot_name = %s"
        until(lambda: self.is_free(cursor), "for the reader of the slot to go")
        cursor.execute(f"SELECT pg_drop_replication_slot(slot_name) {slot}", [self.database])
        cursor.execute("SELECT pg_replication_origin_drop(roname) FROM pg_replication_origin")
        cursor.execute(f"DROP DATABASE {self.database} WITH (FORCE)")
        connection.close()

    def is_free(self, cursor):
        cursor.execute("SELECT NOT active FROM pg_replication_slots WHERE slot_name = %s", [self.database])
        return cursor.fetchone()[0]


@pytest.fixture(scope="module", params=WORKLOADS)
def stand_in(request, environment):
    made = StandIn(environment, request.param)
    yield made
    made.clean_up()


def comparable(stream_transactions, dialect, forgiven):
    """`transactions`: those without rows are left out; which of them are sent differs."""
    lines = []
    for transaction in stream_transactions:
        for record in transaction if len(transaction) > 2 else ():
            line = without_changing(record, dialect)
            for remove in forgiven.values():
                line = remove(line, dialect)
            lines.append(line)
    return lines


def test_same_statements_give_the_same_bytes(stand_in):
    """In every dialect and with every option that was recorded of the workload."""
    forgiven = FORGIVEN.get(stand_in.workload.name, {})
    compared = 0
    for stream in stand_in.workload.streams():
        dialect = dialect_of(stream)
        ours = list(transactions(stand_in.messages(stream), dialect))
        theirs = list(transactions(stand_in.workload.recording(stream), dialect))
        if stand_in.workload.options(stream).get("skip-empty-xacts") != "true":
            check_positions(ours, dialect)
            check_positions(theirs, dialect)
        expected, found = comparable(theirs, dialect, forgiven), comparable(ours, dialect, forgiven)
        assert len(expected) > 3
        for number, (line, other) in enumerate(zip(expected, found)):
            assert line == other, f"record {number} of {stream}"
        assert len(found) == len(expected), stream
        compared += 1
    assert compared > 0
