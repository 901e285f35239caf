"""One connection of a client, from its first packet to its last, and the connection behind it."""

import asyncio
import struct

import names
import server_login
from booleans import PrintedBooleans
from login import Refused, check_port, log_in, meet
from stream import Stream
from wire import error_response, message, parameter_status, parse_parameters, read_message, translated_error

AUTHENTICATED = message(b"R", struct.pack(">I", 0))
COPY_BOTH = message(b"W", b"\0\0\0")
SLOT_DROPPED = b"DROP_REPLICATION_SLOT\0"
UNKNOWN_TO_OPENGAUSS = {"in_hot_standby", "default_transaction_read_only"}


class Session:
    """`proxy` has the options, the faults and the feedback log."""

    def __init__(self, proxy, reader, writer, is_ha_port):
        self.proxy, self.options = proxy, proxy.options
        self.reader, self.writer = reader, writer
        self.is_ha_port = is_ha_port
        self.client = self.server_reader = self.server_writer = None
        self.start_command = self.booleans = None
        self.stream = None

    async def run(self):
        try:
            await self.serve()
        except Refused as refusal:
            self.writer.write(refusal.answer)
        except (ConnectionError, asyncio.IncompleteReadError, OSError):
            pass  # Somebody has gone, which ends the session.
        finally:
            await self.close()

    async def close(self):
        for writer in (self.server_writer, self.writer):
            if writer is not None:
                writer.close()
        try:
            await asyncio.wait_for(self.writer.wait_closed(), 5)
        except (OSError, asyncio.TimeoutError):
            self.writer.transport.abort()

    async def serve(self):
        self.client = await meet(self.reader, self.writer, self.proxy.tls)
        self.writer = self.client.writer
        if self.client.cancel_key is not None:
            await self.cancel()
            return
        check_port(self.client, self.options, self.is_ha_port)
        await log_in(self.client, self.options)
        await self.connect()
        self.booleans = PrintedBooleans(self.options.compatibility, self.client.parameters.get("application_name"))
        self.writer.write(AUTHENTICATED)
        await self.first_of(self.from_client(), self.from_server())

    async def first_of(self, *coroutines):
        """Runs them side by side until one ends, and ends the others."""
        tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def cancel(self):
        _, writer = await asyncio.open_connection(self.options.server_host, self.options.server_port)
        writer.write(struct.pack(">II", len(self.client.cancel_key) + 8, 80877102) + self.client.cancel_key)
        await writer.drain()
        writer.close()

    async def connect(self):
        password = self.options.passwords.get(self.client.parameters.get("user"), "")
        try:
            self.server_reader, self.server_writer = await server_login.connect(
                self.options.server_host, self.options.server_port, self.client.parameters, password)
        except server_login.LoginRefused as refusal:
            raise Refused(translated_error(refusal.body, severity="FATAL")) from None

    # From the client

    async def from_client(self):
        while True:
            tag, body = await read_message(self.reader)
            if tag == b"X":
                return
            if self.stream is not None and tag == b"d":
                self.stream.take_reply(body)
            else:
                self.server_writer.write(message(tag, self.said_for_postgres(tag, body)))
                await self.server_writer.drain()

    def said_for_postgres(self, tag, body):
        if tag == b"Q":
            sql = body.rstrip(b"\0").decode(errors="surrogateescape")
            self.start_command = sql if self.client.is_replication and names.START.match(sql) else None
            return names.rewritten(sql, self.options).encode(errors="surrogateescape") + b"\0"
        if tag == b"P":
            name, sql, rest = body.split(b"\0", 2)
            said = names.rewritten(sql.decode(errors="surrogateescape"), self.options)
            return b"\0".join((name, said.encode(errors="surrogateescape"), rest))
        return body

    # From the server

    async def from_server(self):
        while True:
            tag, body = await read_message(self.server_reader)
            if tag == b"E" and self.client.is_replication:
                self.refuse(body)
                return
            if tag == b"W":
                self.writer.write(COPY_BOTH)
                await self.run_stream()
            else:
                self.writer.write(self.said_for_opengauss(tag, body))
            await self.writer.drain()

    def said_for_opengauss(self, tag, body):
        if tag == b"S":
            return self.parameter(*parse_parameters(body).popitem())
        if tag == b"E":
            return translated_error(body)
        if tag == b"K" and self.client.is_replication:
            return b""
        if tag == b"C" and body == SLOT_DROPPED:
            return message(tag, body) + message(tag, b"SELECT\0")
        return message(tag, self.booleans.printed(tag, body))

    def parameter(self, name, value):
        if name in UNKNOWN_TO_OPENGAUSS:
            return b""
        if name == "server_version":
            value = "9.2.4"
        return parameter_status("is_sysadmin" if name == "is_superuser" else name, value)

    def refuse(self, body):
        """Every ERROR of a replication connection is FATAL. The serial dialect says what is wrong with options after W."""
        fields = translated_error(body, severity="FATAL")
        is_parallel = self.start_command is not None and Stream.is_parallel(self.start_command)
        if self.start_command is not None and is_parallel and b"C42704\0" in body:
            slot = names.START.match(self.start_command)[1]
            fields = error_response("FATAL", "DB010", f"Invalid logical replication slot {slot}.")
        elif self.start_command is not None and not is_parallel and b"C22023\0" in body:
            fields = COPY_BOTH + fields + message(b"Z", b"I")
        self.writer.write(fields)

    async def run_stream(self):
        self.stream = Stream(self.proxy, self)
        self.proxy.streams.add(self.stream)
        try:
            await self.first_of(self.stream.receive(), self.stream.send(), self.stream.tick())
        finally:
            self.proxy.streams.discard(self.stream)
            self.stream = None
