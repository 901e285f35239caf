"""A client that speaks openGauss's protocol, written from its description: for tests of the proxy."""

import hashlib
import hmac
import socket
import struct
from collections import namedtuple

PROTOCOLS = {"3.0": 0x00030000, "3.50": 0x00030032, "3.51": 0x00030033}
SSL_REQUEST, GSS_REQUEST = 80877103, 80877104

Data = namedtuple("Data", "start end payload")
Keepalive = namedtuple("Keepalive", "position asks_reply")


class ServerError(Exception):
    """An ErrorResponse: its fields by their codes."""

    def __init__(self, fields):
        super().__init__(f"{fields.get('S')} {fields.get('C')}: {fields.get('M')}")
        self.fields = fields


class Closed(Exception):
    """The server has closed the connection; `unfinished` is how many bytes of a message came before."""

    def __init__(self, unfinished):
        super().__init__(f"closed after {unfinished} bytes of a message")
        self.unfinished = unfinished


class Client:
    """One connection. Every wait ends after `timeout` seconds with TimeoutError."""

    def __init__(self, port, user, password, database, replication=False, protocol="3.51", tls=None, timeout=30, name="test"):
        self.user, self.password = user, password
        self.parameters, self.key, self.auth_codes = {}, None, []
        self.buffer = bytearray()
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        if tls is not None:
            self.start_tls(tls)
        words = {"user": user, "database": database, "application_name": name, "client_encoding": "UTF8"}
        words |= {"replication": "database"} if replication else {}
        text = "".join(f"{name}\0{value}\0" for name, value in words.items())
        self.send_packet(PROTOCOLS[protocol], text.encode() + b"\0")
        self.iterations = 10000
        self.log_in()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    # Messages

    def start_tls(self, context):
        self.send_packet(SSL_REQUEST, b"")
        answer = self.socket.recv(1)
        assert answer == b"S", answer
        self.socket = context.wrap_socket(self.socket, server_hostname="localhost")

    def send_packet(self, code, body):
        self.socket.sendall(struct.pack(">II", len(body) + 8, code) + body)

    def send(self, tag, body):
        self.socket.sendall(tag + struct.pack(">I", len(body) + 4) + body)

    def receive(self):
        """Tag and body of the next message."""
        while len(self.buffer) < 5 or len(self.buffer) < self.message_size():
            chunk = self.socket.recv(1024 * 1024)
            if not chunk:
                raise Closed(len(self.buffer))
            self.buffer += chunk
        size = self.message_size()
        tag, body = bytes(self.buffer[:1]), bytes(self.buffer[5:size])
        del self.buffer[:size]
        if tag == b"E":
            raise ServerError({field[:1].decode(): field[1:].decode() for field in body.split(b"\0") if field})
        if tag == b"S":
            name, value = body.decode().split("\0")[:2]
            self.parameters[name] = value
        return tag, body

    def message_size(self):
        return 1 + struct.unpack_from(">I", self.buffer, 1)[0]

    # Login

    def log_in(self):
        while True:
            tag, body = self.receive()
            if tag == b"R":
                self.auth_codes.append(struct.unpack_from(">I", body)[0])
                answer = self.answer(self.auth_codes[-1], body[4:])
                if answer is not None:
                    self.send(b"p", answer.encode() + b"\0")
            elif tag == b"K":
                self.key = body
            elif tag == b"Z":
                return

    def answer(self, code, body):
        if code == 5:
            inner = hashlib.md5((self.password + self.user).encode()).hexdigest()
            return "md5" + hashlib.md5(inner.encode() + body).hexdigest()
        if code == 11:
            return self.md5_over_sha256(body[:64], body[64:])
        return self.salted(body, "sm3" if code == 13 else "sha256") if code in (10, 13) else None

    def salted(self, body, stored_hash):
        salt, token, rest = body[4:68], bytes.fromhex(body[68:76].decode()), body[76:]
        if len(rest) == 4:
            self.iterations = struct.unpack(">I", rest)[0]
        client_key = self.derived(bytes.fromhex(salt.decode()), b"Client Key")
        stored = hashlib.new(stored_hash, client_key).digest()
        mask = hmac.digest(stored, token, "sha256")
        return bytes(a ^ b for a, b in zip(mask, client_key)).hex()

    def derived(self, salt, label):
        base = hashlib.pbkdf2_hmac("sha1", self.password.encode(), salt, self.iterations, 32)
        return hmac.digest(base, label, "sha256")

    def md5_over_sha256(self, salt, md5_salt):
        raw = bytes.fromhex(salt.decode())
        server_key, stored = self.derived(raw, b"Sever Key"), hashlib.sha256(self.derived(raw, b"Client Key")).digest()
        text = salt + server_key.hex().encode() + stored.hex().encode() + b"ecdfecefade" + md5_salt
        return "md5" + hashlib.md5(text).hexdigest()

    # Queries

    def query(self, sql):
        """The rows of the last result as tuples of texts; the command tags are in `tags`."""
        self.send(b"Q", sql.encode() + b"\0")
        rows, self.tags, self.columns = [], [], []
        while True:
            tag, body = self.receive()
            if tag == b"T":
                rows, self.columns = [], column_names(body)
            elif tag == b"D":
                rows.append(row_values(body))
            elif tag == b"C":
                self.tags.append(body.rstrip(b"\0").decode())
            elif tag in (b"Z", b"W"):
                return rows

    # Streams

    def start(self, slot, options=None, position="0/0"):
        clause = ", ".join(f"\"{name}\" '{value}'" for name, value in (options or {}).items())
        self.query(f'START_REPLICATION SLOT "{slot}" LOGICAL {position}' + (f" ({clause})" if clause else ""))

    def next(self):
        """The next Data or Keepalive."""
        while True:
            tag, body = self.receive()
            if tag == b"d" and body[:1] == b"k":
                assert len(body) == 33
                position, _, _, _, asks_reply = struct.unpack_from("<QiiqB", body, 1)
                return Keepalive(position, asks_reply == 1)
            if tag == b"d":
                start, end, _ = struct.unpack_from(">QQq", body, 1)
                return Data(start, end, body[25:])

    def next_data(self):
        while True:
            message = self.next()
            if isinstance(message, Data):
                return message

    def reply(self, flush, asks_reply=False):
        body = struct.pack("<cQQQQQiiqB3xI", b"r", flush, flush, flush, flush, flush, 0, 0, 0, asks_reply, 0)
        assert len(body) == 65
        self.send(b"d", body)

    def postgres_reply(self, flush):
        self.send(b"d", struct.pack(">cQQQqB", b"r", flush, flush, flush, 0, 0))


def column_names(body):
    names, position = [], 2
    for _ in range(struct.unpack_from(">H", body)[0]):
        end = body.index(b"\0", position)
        names.append(body[position:end].decode())
        position = end + 19
    return names


def row_values(body):
    values, position = [], 2
    for _ in range(struct.unpack_from(">H", body)[0]):
        length = struct.unpack_from(">i", body, position)[0]
        position += 4
        values.append(None if length < 0 else body[position:position + length].decode())
        position += max(length, 0)
    return tuple(values)
