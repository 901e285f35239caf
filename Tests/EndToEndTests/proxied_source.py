"""A source database of a test's own, and proxies before it that stop with the test."""

import struct
from itertools import count

import psycopg2
import pytest

from environment import until
from opengauss_client import ServerError
from proxy import Proxy, name_like_opengauss
from recorded_stream import records, transactions

NUMBERS = count(1)


def options_of(dialect):
    if dialect == "ser":
        return {}
    return {"parallel-decode-num": "2", "decode-style": dialect[0], "sending-batch": dialect[1]}


class Source:
    """A database with one table, and slots that are dropped after the test."""

    def __init__(self, environment):
        self.environment, self.name = environment, f"proxy{next(NUMBERS)}"
        self.administer("shop", f"CREATE DATABASE {self.name} OWNER migrator")
        with self.connect(self.name) as connection:
            name_like_opengauss(connection)
        self.run("CREATE TABLE t(id int PRIMARY KEY, v text)", "ALTER TABLE t OWNER TO migrator")

    def connect(self, database):
        variables = self.environment.variables
        connection = psycopg2.connect(
            host="127.0.0.1", port=variables["SOURCE_PORT"], user=variables["SOURCE_SUPERUSER"], dbname=database,
            password=variables["SOURCE_SUPERUSER_PASSWORD"])
        connection.autocommit = True
        return connection

    def administer(self, database, *statements):
        connection = self.connect(database)
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else None
        connection.close()
        return rows

    def run(self, *statements):
        return self.administer(self.name, *statements)

    def slot(self):
        self.run(f"SELECT pg_create_logical_replication_slot('{self.name}', 'mppdb_decoding')")
        return self.name

    def insert(self, first, last):
        """One transaction a row."""
        self.run(*(f"INSERT INTO t VALUES ({number}, 'v')" for number in range(first, last + 1)))

    def acknowledged(self):
        return self.position(f"SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '{self.name}'")

    def end(self):
        return self.position("SELECT pg_current_wal_lsn()")

    def position(self, query):
        high, low = self.run(query)[0][0].split("/")
        return int(high, 16) << 32 | int(low, 16)

    def is_read(self):
        return bool(self.run(f"SELECT 1 FROM pg_replication_slots WHERE slot_name = '{self.name}' AND active"))

    def clean_up(self):
        until(lambda: not self.is_read(), "for the reader of the slot to go")
        self.run(f"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '{self.name}'")
        self.administer("shop", f"DROP DATABASE {self.name} WITH (FORCE)")


@pytest.fixture
def source(environment):
    made = Source(environment)
    yield made
    made.clean_up()


@pytest.fixture
def start_proxy(environment, source, tmp_path):
    """Starts proxies that stop after the test, before the source's database goes."""
    made = []

    def start(*options):
        made.append(Proxy(environment, source.name, tmp_path, *options))
        return made[-1]

    yield start
    for proxy in made:
        proxy.stop()


def failure(action):
    """The fields of the error that an action ends with."""
    with pytest.raises(ServerError) as caught:
        action()
    return caught.value.fields


def read_transactions(client, dialect, number):
    """So many transactions, with the keepalives left out."""
    messages, found = [], []
    while len(found) < number:
        data = client.next_data()
        messages.append(b"w" + struct.pack(">QQq", data.start, data.end, 0) + data.payload)
        if any(record.is_commit for record in records(messages[-1:], dialect)):
            found = list(transactions(messages, dialect))
    return found
