"""Messages of protocol 3, PostgreSQL's and openGauss's layouts of `k` and `r`, and positions as text."""

import struct
import time
from collections import namedtuple

SSL_REQUEST, GSS_REQUEST, CANCEL_REQUEST = 80877103, 80877104, 80877102
PROTOCOLS = {0x00030000: "3.0", 0x00030032: "3.50", 0x00030033: "3.51"}

POSTGRES_KEEPALIVE = struct.Struct(">cQQB")
OPENGAUSS_KEEPALIVE = struct.Struct("<cQiiqB7x")
OPENGAUSS_REPLY = struct.Struct("<cQQQQQiiqB3xI")
POSTGRES_REPLY = struct.Struct(">cQQQqB")

# Seconds from 1970 to 2000, where the servers' clocks begin.
EPOCH = 946684800

Reply = namedtuple("Reply", "receive write flush apply apply_read asks_reply")


def message(tag, body):
    return tag + struct.pack(">I", len(body) + 4) + body


def copy_data(payload):
    return message(b"d", payload)


def now():
    return int((time.time() - EPOCH) * 1_000_000)


def opengauss_keepalive(position, asks_reply):
    return copy_data(OPENGAUSS_KEEPALIVE.pack(b"k", position, 1, 1, now(), asks_reply))


def parse_opengauss_reply(payload):
    """None for what openGauss would not understand, PostgreSQL's shorter layout among it."""
    if len(payload) < OPENGAUSS_REPLY.size:
        return None
    fields = OPENGAUSS_REPLY.unpack_from(payload)
    return Reply(*fields[1:6], bool(fields[9]))


def postgres_reply(write, flush, apply, asks_reply):
    return copy_data(POSTGRES_REPLY.pack(b"r", write, flush, apply, now(), asks_reply))


def position_text(position):
    return f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"


def error_fields(body):
    """The fields of an ErrorResponse by their codes."""
    return {field[:1].decode(): field[1:].decode(errors="replace") for field in body.split(b"\0") if field}


def error_response(severity, code, text, more=()):
    """As openGauss writes it: with the fields c and d, and without PostgreSQL's V."""
    fields = {"S": severity, "c": "0", "M": text, "C": code} | dict(more) | {"d": "BACKEND"}
    body = b"".join(name.encode() + value.encode() + b"\0" for name, value in fields.items())
    return message(b"E", body + b"\0")


def translated_error(body, severity=None):
    """The server's error in openGauss's form."""
    fields = error_fields(body)
    more = {name: fields[name] for name in "DHWP" if name in fields}
    return error_response(severity or fields["S"], fields["C"], fields["M"], more)


def parameter_status(name, value):
    return message(b"S", name.encode() + b"\0" + value.encode() + b"\0")


def parse_parameters(body):
    """Name and value pairs of a startup packet, or the one pair of a ParameterStatus."""
    words = body.decode(errors="replace").split("\0")
    pairs = zip(words[0::2], words[1::2])
    return {name: value for name, value in pairs if name}


async def read_message(reader):
    """Tag and body of the next message."""
    header = await reader.readexactly(5)
    return header[:1], await reader.readexactly(struct.unpack(">I", header[1:])[0] - 4)


async def read_packet(reader):
    """Code and body of a packet without a tag: those that open a connection."""
    length, code = struct.unpack(">II", await reader.readexactly(8))
    if not 8 <= length <= 10000:
        raise ConnectionError("that is no startup packet")
    return code, await reader.readexactly(length - 8)
