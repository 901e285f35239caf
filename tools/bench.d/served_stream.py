"""A server that knows one conversation: it lets anybody in and sends one prepared stream of style b, as openGauss lays it out.

    served_stream.py rows TRANSACTIONS | giant MEGABYTES

Says its port and the position of the last commit on one line of standard output, serves one stream, and ends. What it costs is its own: the stream
is made before the port is said.
"""

import random
import socket
import struct
import sys
import threading

FIRST_POSITION = 0x1000000
BATCH_BYTES = 1 << 20
# Groups of eleven digits, as sysbench fills its texts.
GROUPS = 1 << 17
DIGITS = b"".join(b"%011d-" % random.Random(seed).randrange(10 ** 11) for seed in range(GROUPS))
# What openGauss calls a text, an integer and a bytea.
TEXT, INTEGER, BYTEA = 25, 23, 17
VERSION = "(openGauss 6.0.0 build 00000000) compiled at 2024-09-29 18:39:00"
ANSWERS = {
    "IDENTIFY_SYSTEM": (["systemid", "timeline", "xlogpos", "dbname"], ["7000000000000000001", "1", "{end}", "shop"]),
    "version()": (["version"], [VERSION]),
    "pg_is_in_recovery": (["pg_is_in_recovery"], ["f"]),
    "sql_compatibility": (["sql_compatibility"], ["A"]),
    "DateStyle": (["DateStyle"], ["ISO, MDY"]),
    "IntervalStyle": (["IntervalStyle"], ["postgres"]),
    "bytea_output": (["bytea_output"], ["hex"]),
    "TimeZone": (["TimeZone"], ["UTC"]),
    "pg_type": (["oid", "format_type"], None),
    "pg_class": (["nspname", "relname"], None),
    "pg_replication_slots": (
        ["slot_name", "plugin", "slot_type", "database", "active", "restart_lsn", "confirmed_flush"],
        ["served", "mppdb_decoding", "logical", "shop", "f", "{start}", "{start}"]),
}


def position_text(position):
    return f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"


def text(value):
    return struct.pack(">H", len(value)) + value


def column(name, oid, value):
    return text(name) + struct.pack(">II", oid, len(value)) + value


def insert(table, *columns):
    return b"I" + text(b"public") + text(table) + b"N" + struct.pack(">H", len(columns)) + b"".join(columns)


def frame(position, body):
    return struct.pack(">IQ", len(body) + 8, position) + body + b"P"


def transaction(number, row, first):
    """Frames of one transaction and where it ends; each position is a little behind the one before."""
    moment = b"2026-11-23 05:01:39.293515+00"
    identified = b"X" + struct.pack(">Q", number) + b"T" + struct.pack(">I", len(moment)) + moment
    begin, commit = b"B" + struct.pack(">QQ", number, first) + identified, b"C" + identified
    end = first + 300
    return frame(first, begin) + frame(first + 8, row) + frame(end, commit), end


def sysbench_row(number):
    """The shape of sysbench's oltp_insert. Rows that stand near each other share no digits, so that they compress as little as sysbench's."""
    first = number * 7919 % (GROUPS - 15) * 12
    c, pad = (DIGITS[start:start + length - 1] + b" " for start, length in ((first, 120), (first + 120, 60)))
    table = b"sbtest%d" % (number % 4 + 1)
    return insert(
        table, column(b"id", INTEGER, b"%d" % number), column(b"k", INTEGER, b"%d" % (number * 31 % 100000)),
        column(b"c", 1042, c), column(b"pad", 1042, pad))


def messages(transactions):
    """CopyData messages of many transactions each, and the last commit's position."""
    made, batch, position, header = [], bytearray(), FIRST_POSITION, FIRST_POSITION
    for number, row in transactions:
        if not batch:
            header = position
        frames, position = transaction(number, row, position + 8)
        batch += frames
        if len(batch) >= BATCH_BYTES:
            made.append(copy_data(header, bytes(batch)))
            batch.clear()
    if batch:
        made.append(copy_data(header, bytes(batch)))
    return made, position


def copy_data(header, frames):
    payload = b"w" + struct.pack(">QQq", header, header, 0) + frames + bytes(4)
    return b"d" + struct.pack(">I", len(payload) + 4) + payload


def message(tag, body):
    return tag + struct.pack(">I", len(body) + 4) + body


def answer(sql, end):
    """What a query is answered with; an unknown one with no rows."""
    key = next((key for key in ANSWERS if key in sql), None)
    names, values = ANSWERS.get(key, (["nothing"], None))
    described = b"".join(name.encode() + b"\0" + struct.pack(">IhIhih", 0, 0, TEXT, -1, -1, 0) for name in names)
    result = message(b"T", struct.pack(">H", len(names)) + described)
    if values:
        texts = [value.format(start=position_text(FIRST_POSITION), end=position_text(end)).encode() for value in values]
        result += message(b"D", struct.pack(">H", len(texts)) + b"".join(struct.pack(">I", len(t)) + t for t in texts))
    return result + message(b"C", b"SELECT 1\0") + message(b"Z", b"I")


def read_exactly(client, count):
    data = b""
    while len(data) < count:
        piece = client.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def let_in(client):
    """Startup without a password; a request for TLS or GSS is declined."""
    while True:
        length, code = struct.unpack(">II", read_exactly(client, 8))
        read_exactly(client, length - 8)
        if code >> 16 == 3:
            break
        client.sendall(b"N")
    settings = {"server_version": "9.2.4", "server_encoding": "UTF8", "client_encoding": "UTF8", "TimeZone": "UTC"}
    client.sendall(
        message(b"R", struct.pack(">I", 0))
        + b"".join(message(b"S", f"{name}\0{value}\0".encode()) for name, value in settings.items())
        + message(b"K", struct.pack(">II", 1, 1)) + message(b"Z", b"I"))


def converse(client, stream, end):
    """Answers queries until the stream is asked for and read; True when that was so."""
    let_in(client)
    while True:
        tag, length = struct.unpack(">cI", read_exactly(client, 5))
        body = read_exactly(client, length - 4)
        if tag == b"X":
            return False
        if tag != b"Q":
            continue
        sql = body[:-1].decode()
        if not sql.startswith("START_REPLICATION"):
            client.sendall(answer(sql, end))
            continue
        client.sendall(message(b"W", bytes(3)))
        for part in stream:
            client.sendall(part)
        while client.recv(1 << 16):
            pass
        return True


def prepared(kind, size):
    if kind == "rows":
        return messages((number, sysbench_row(number)) for number in range(1, size + 1))
    # A bytea is sent as hexadecimal digits: two bytes of text for each of its own.
    value = b"\\x" + b"5a" * (size << 19)
    return messages([(1, insert(b"big", column(b"id", INTEGER, b"1"), column(b"v", BYTEA, value)))])


def main():
    stream, end = prepared(sys.argv[1], int(sys.argv[2]))
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], position_text(end), flush=True)
    served = threading.Event()
    threading.Thread(target=accept, args=(listener, stream, end, served), daemon=True).start()
    served.wait()


def accept(listener, stream, end, served):
    while True:
        client, _ = listener.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(client, stream, end, served), daemon=True).start()


def serve(client, stream, end, served):
    with client:
        try:
            if converse(client, stream, end):
                served.set()
        except (EOFError, ConnectionError):
            pass


main()
