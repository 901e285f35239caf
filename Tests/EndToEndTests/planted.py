"""Two databases with the same rows, and differences that are planted in the target one by one."""

import json
import random
import struct
import uuid

from psycopg2.extras import execute_values

ROWS = 6000
SOURCE_TABLES = (
    "CREATE TABLE wide (id int PRIMARY KEY, name varchar(50), note text, data bytea, moment timestamp(6),"
    " amount numeric(12,2), flag boolean, label character(12), token uuid)",
    "CREATE TABLE loose (id bigint PRIMARY KEY, score double precision, document json)",
    "CREATE TABLE pairs (a int, b bigint, day date, word text, PRIMARY KEY (a, b))",
    "CREATE TABLE coded (code varchar(40) PRIMARY KEY, number int)",
    "CREATE TABLE keyless (number int, word text)",
)
TARGET_TABLES = (
    "CREATE TABLE wide (id INT PRIMARY KEY, name VARCHAR(50), note LONGTEXT, data LONGBLOB, moment DATETIME(6),"
    " amount DECIMAL(12,2), flag TINYINT(1), label CHAR(12), token CHAR(36))",
    "CREATE TABLE loose (id BIGINT PRIMARY KEY, score DOUBLE, document JSON)",
    "CREATE TABLE pairs (a INT, b BIGINT, day DATE, word LONGTEXT, PRIMARY KEY (a, b))",
    # Neither of the two keys is in the order of the other's.
    "CREATE TABLE coded (code VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, number INT)",
    "CREATE TABLE keyless (number INT, word LONGTEXT)",
)


class Planted:
    """The tables `wide`, `loose`, `pairs`, `coded` and `keyless`, filled on both sides."""

    def __init__(self, scenario, seed=1, rows=ROWS):
        self.scenario, self.random, self.rows = scenario, random.Random(seed), rows
        scenario.on_source(*SOURCE_TABLES)
        scenario.on_target(*TARGET_TABLES)
        self.fill()

    def some(self, value):
        """The value, or NULL now and then."""
        return None if self.random.random() < 0.1 else value

    def text(self):
        return self.some(self.random.choice(["", "a", "A ", "Ä", "é 漢字 😀", "quote ' \\ ,1,", "x" * 3000, "null"]))

    def wide_row(self, number):
        return (
            number, self.some(f"Name {number}"), f"Note {number} é", self.random.randbytes(self.random.randrange(1, 40)),
            f"2026-01-01 00:00:{number % 60:02}.{self.random.randrange(10**6):06}",
            self.some(f"{self.random.randrange(-10**9, 10**9) / 100:.2f}"), self.some(number % 2 == 0),
            f"l{number}", str(uuid.UUID(int=self.random.getrandbits(128))))

    def fill(self):
        self.keyless = [(n % 50, f"word {n % 60}") for n in range(self.rows)]
        self.keyless += [(None, "")] * 20 + [(None, None)] * 20
        tables = {
            "wide": [self.wide_row(n) for n in range(1, self.rows + 1)],
            "loose": [(n, self.some(self.random.uniform(-1e9, 1e9)), self.some(json.dumps(
                {"n": n, "list": [1, 2.5, None, "é"], "key": {"b": n / 8, "a": ""}}))) for n in range(self.rows)],
            "pairs": [(n // 7, n % 7 - 3, f"2026-0{n % 9 + 1}-11", self.text()) for n in range(self.rows)],
            "coded": [(f"{'é' if n % 3 else 'Z'}-{n}", n) for n in range(self.rows)],
            "keyless": self.keyless,
        }
        source, target = self.scenario.source(), self.scenario.target()
        for name, rows in tables.items():
            execute_values(source.cursor(), f"INSERT INTO {name} VALUES %s", rows, page_size=500)
            places = ",".join(["%s"] * len(rows[0]))
            target.begin()
            target.cursor().executemany(f"INSERT INTO {name} VALUES ({places})", rows)
            target.commit()
        source.cursor().execute("ANALYZE")
        source.close()
        target.close()

    # Differences

    def plant(self, count):
        """Makes `count` differences in the target, each in a row of its own; what verify has to say of them."""
        self.connection = self.scenario.target()
        self.connection.begin()
        self.free = {name: self.random.sample(range(1, self.rows), self.rows - 1) for name in ("wide", "loose", "pairs", "coded")}
        kinds = [
            self.one_bit, self.one_space, self.one_microsecond, self.other_case, self.null_for_empty, self.empty_for_null,
            self.one_cent, self.last_bit_of_a_double, self.other_document, self.other_flag, self.missing, self.extra,
            self.missing_pair, self.extra_pair, self.missing_code, self.other_code, self.extra_in_keyless,
            self.missing_in_keyless]
        expected = []
        for number in range(count):
            expected.append(kinds[number % len(kinds)]())
        self.connection.commit()
        self.connection.close()
        return expected

    def change(self, statement, *values):
        with self.connection.cursor() as cursor:
            assert cursor.execute(statement, values) == 1, statement
            return cursor

    def take(self, table, condition="TRUE"):
        """A row of the table that nothing was planted in yet, and that fits."""
        while True:
            number = self.free[table].pop()
            where = {"wide": "id", "loose": "id", "coded": "number"}.get(table)
            where = f"{where} = {number}" if where else f"a = {number // 7} AND b = {number % 7 - 3}"
            with self.connection.cursor() as cursor:
                if cursor.execute(f"SELECT 1 FROM {table} WHERE {where} AND {condition}"):
                    return number, where

    def different(self, table, assignment, column, condition="TRUE"):
        number, where = self.take(table, condition)
        self.change(f"UPDATE {table} SET {assignment} WHERE {where}")
        return (table, "different", self.key(table, number), (column,))

    @staticmethod
    def key(table, number):
        if table == "pairs":
            return (("a", str(number // 7)), ("b", str(number % 7 - 3)))
        return (("id", str(number)),)

    def one_bit(self):
        number, where = self.take("wide")
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT data FROM wide WHERE {where}")
            data = bytearray(cursor.fetchone()[0])
        data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
        self.change(f"UPDATE wide SET data = %s WHERE {where}", bytes(data))
        return ("wide", "different", self.key("wide", number), ("data",))

    def one_space(self):
        return self.different("wide", "name = CONCAT(name, ' ')", "name", "name IS NOT NULL")

    def one_microsecond(self):
        return self.different("wide", "moment = moment + INTERVAL 1 MICROSECOND", "moment")

    def other_case(self):
        return self.different("wide", "note = UPPER(note)", "note")

    def null_for_empty(self):
        return self.different("pairs", "word = NULL", "word", "word = ''")

    def empty_for_null(self):
        return self.different("pairs", "word = ''", "word", "word IS NULL")

    def one_cent(self):
        return self.different("wide", "amount = amount + 0.01", "amount", "amount IS NOT NULL")

    def last_bit_of_a_double(self):
        number, where = self.take("loose", "score IS NOT NULL")
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT score FROM loose WHERE {where}")
            bits = struct.unpack("<q", struct.pack("<d", cursor.fetchone()[0]))[0]
        self.change(f"UPDATE loose SET score = %s WHERE {where}", struct.unpack("<d", struct.pack("<q", bits ^ 1))[0])
        return ("loose", "different", self.key("loose", number), ("score",))

    def other_document(self):
        return self.different(
            "loose", "document = JSON_SET(document, '$.key.a', ' ')", "document", "document IS NOT NULL")

    def other_flag(self):
        return self.different("wide", "flag = 1 - flag", "flag", "flag IS NOT NULL")

    def missing(self):
        number, where = self.take("wide")
        self.change(f"DELETE FROM wide WHERE {where}")
        return ("wide", "missing", self.key("wide", number), ())

    def extra(self):
        number = self.rows + 1 + self.random.getrandbits(24)
        self.change("INSERT INTO wide (id) VALUES (%s)", number)
        return ("wide", "extra", self.key("wide", number), ())

    def missing_pair(self):
        number, where = self.take("pairs")
        self.change(f"DELETE FROM pairs WHERE {where}")
        return ("pairs", "missing", self.key("pairs", number), ())

    def extra_pair(self):
        first = -self.random.getrandbits(24)
        self.change("INSERT INTO pairs VALUES (%s, 0, NULL, NULL)", first)
        return ("pairs", "extra", (("a", str(first)), ("b", "0")), ())

    def missing_code(self):
        number, where = self.take("coded")
        self.change(f"DELETE FROM coded WHERE {where}")
        return ("coded", "missing", (("code", f"{'é' if number % 3 else 'Z'}-{number}"),), ())

    def other_code(self):
        number, where = self.take("coded")
        self.change(f"UPDATE coded SET number = -1 - number WHERE {where}")
        return ("coded", "different", (("code", f"{'é' if number % 3 else 'Z'}-{number}"),), ("number",))

    def extra_in_keyless(self):
        """One row more of a content that is there already; each content is used once."""
        content = self.keyless.pop(0)
        self.keyless = [other for other in self.keyless if other != content]
        self.change("INSERT INTO keyless VALUES (%s, %s)", *content)
        return ("keyless", "extra", (), ())

    def missing_in_keyless(self):
        content = self.keyless.pop()
        self.keyless = [other for other in self.keyless if other != content]
        self.change("DELETE FROM keyless WHERE number <=> %s AND BINARY word <=> BINARY %s LIMIT 1", *content)
        return ("keyless", "missing", (), ())
