"""Logs in at the PostgreSQL server behind: trust, md5 and SCRAM."""

import asyncio
import base64
import hashlib
import hmac
import secrets
import struct

from wire import message, read_message

READ_LIMIT = 4 * 1024 * 1024


class LoginRefused(Exception):
    """Holds the body of the server's ErrorResponse."""

    def __init__(self, body):
        super().__init__("the server refused the login")
        self.body = body


def startup_packet(parameters):
    """The client's own parameters; the proxy, not the server, decides when a client is gone."""
    options = (parameters.get("options", "") + " -c wal_sender_timeout=0").strip()
    words = "".join(f"{name}\0{value}\0" for name, value in (parameters | {"options": options}).items())
    body = struct.pack(">I", 0x00030000) + words.encode() + b"\0"
    return struct.pack(">I", len(body) + 4) + body


def md5_answer(user, password, salt):
    inner = hashlib.md5((password + user).encode()).hexdigest()
    return b"md5" + hashlib.md5(inner.encode() + salt).hexdigest().encode() + b"\0"


class Scram:
    """The client's side of SCRAM-SHA-256. The server's signature is not checked: it is ours."""

    def __init__(self, password):
        self.password = password
        self.first = f"n=,r={secrets.token_urlsafe(18)}"

    def initial(self):
        text = f"n,,{self.first}".encode()
        return b"SCRAM-SHA-256\0" + struct.pack(">I", len(text)) + text

    def answer(self, challenge):
        fields = dict(part.split("=", 1) for part in challenge.split(","))
        salted = hashlib.pbkdf2_hmac("sha256", self.password.encode(), base64.b64decode(fields["s"]), int(fields["i"]))
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        last = f"c=biws,r={fields['r']}"
        signed = f"{self.first},{challenge},{last}".encode()
        signature = hmac.digest(hashlib.sha256(client_key).digest(), signed, "sha256")
        proof = base64.b64encode(bytes(a ^ b for a, b in zip(client_key, signature))).decode()
        return f"{last},p={proof}".encode()


async def connect(host, port, parameters, password):
    """Reader and writer of a connection on which the login is done and ParameterStatus comes next."""
    reader, writer = await asyncio.open_connection(host, port, limit=READ_LIMIT)
    writer.write(startup_packet(parameters))
    scram = Scram(password)
    while True:
        tag, body = await read_message(reader)
        if tag == b"E":
            writer.close()
            raise LoginRefused(body)
        code = struct.unpack(">I", body[:4])[0]
        if code == 0:
            return reader, writer
        if code == 5:
            writer.write(message(b"p", md5_answer(parameters["user"], password, body[4:])))
        elif code == 10:
            writer.write(message(b"p", scram.initial()))
        elif code == 11:
            writer.write(message(b"p", scram.answer(body[4:].decode())))
