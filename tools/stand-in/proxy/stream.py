"""One stream of changes on its way from PostgreSQL's walsender to a client that takes the server for openGauss."""

import asyncio
import itertools
import struct
import time
from collections import deque

import names
from batches import Batch, is_batch, is_parallel
from faults import Run, rest_of
from wire import (POSTGRES_KEEPALIVE, error_response, message, opengauss_keepalive, parse_opengauss_reply, postgres_reply,
                  translated_error)

CHUNK = 1024 * 1024
HELD_BYTES_MAX = 64 * 1024 * 1024
TICK_SECONDS = 0.02
OVERTAKING_SECONDS = 0.05
NUMBERS = itertools.count(1)

DATA, WAL, KEEPALIVE = ord("d"), ord("w"), ord("k")
TOO_SHORT = error_response("FATAL", "08P01", "insufficient data left in message")


class Closed(ConnectionError):
    """The proxy ends the stream, on purpose."""


class Stream:
    """
    Three loops: `receive` queues what the server sends, `send` hands it to the client when its time has come, `tick`
    sends keepalives and minds the clock. Serial keepalives stand in the queue among the data; parallel ones overtake it.
    """

    @staticmethod
    def is_parallel(command):
        return is_parallel(names.start_options(command))

    def __init__(self, proxy, session):
        command = names.start_options(session.start_command)
        self.number = next(NUMBERS)
        self.slot = names.START.match(session.start_command)[1]
        self.options, self.faults, self.feedback_log = proxy.options, proxy.faults, proxy.feedback_log
        self.reader, self.server = session.server_reader, session.server_writer
        self.writer = session.writer
        self.overtakes = is_parallel(command)
        self.batch = Batch(command.get("decode-style", "b")) if is_batch(command) else None
        self.timeout = float(command["sender-timeout"]) / 1000 if "sender-timeout" in command else None
        self.queue, self.held_bytes = deque(), 0
        self.overtaking = deque()
        self.wakes, self.has_room = asyncio.Event(), asyncio.Event()
        self.has_room.set()
        self.newest = self.flush = self.announced = 0
        self.last_reply = self.last_keepalive = self.last_ping = self.last_request = time.monotonic()
        self.error, self.has_ended, self.is_cut = b"", False, False
        self.begin()

    def begin(self):
        """The first keepalive of a parallel stream has position 0/0; the next one says where the server is."""
        if self.overtakes:
            self.overtake()
        self.ping()

    def ping(self):
        """Makes the server say its position."""
        self.last_ping = time.monotonic()
        self.server.write(postgres_reply(self.flush, self.flush, self.flush, True))

    # What the server sends

    async def receive(self):
        """What the server says after its CopyDone passes as it is."""
        buffer = bytearray()
        while not self.has_ended:
            buffer += await self.chunk()
            del buffer[:self.split(buffer)]
            await self.has_room.wait()
        await self.drain_queue()
        while True:
            self.writer.write(bytes(buffer))
            buffer = await self.chunk()

    async def chunk(self):
        chunk = await self.reader.read(CHUNK)
        if not chunk and self.is_cut:
            await asyncio.Event().wait()  # `cut` ends the stream when it is done
        if not chunk:
            raise Closed
        return chunk

    def split(self, buffer):
        """Queues the whole messages of the buffer up to one that ends the stream. Returns where they end."""
        position = start = messages = 0
        while position + 5 <= len(buffer):
            end = position + 1 + struct.unpack_from(">I", buffer, position + 1)[0]
            if end > len(buffer):
                break
            if buffer[position] == DATA and buffer[position + 5] == WAL and self.batch is None:
                messages += 1
            else:
                self.enqueue(bytes(buffer[start:position]), messages)
                start, messages = end, 0
                if buffer[position] == ord("c"):
                    self.has_ended = True
                    return position
                self.take(buffer[position], bytes(memoryview(buffer)[position + 5:end]))
            position = end
        self.enqueue(bytes(buffer[start:position]), messages)
        return position

    def take(self, tag, content):
        """A message that does not pass as it is."""
        if tag == DATA and content[0] == WAL:
            self.batch.add(content)
            self.ask_position()
            if self.batch.size > self.options.batch_bytes:
                self.enqueue(self.batch.take(is_full=True), 1)
        elif tag == DATA:
            self.take_keepalive(content)
        elif tag in b"NS":
            self.queue.append(Run(message(bytes([tag]), content), 0, 0))
        elif tag == ord("E"):
            self.error = translated_error(content, severity="FATAL")
            self.has_ended = True

    def take_keepalive(self, content):
        _, position, _, asks_reply = POSTGRES_KEEPALIVE.unpack(content)
        self.newest = max(self.newest, position)
        self.faults.newest = max(self.faults.newest, position)
        if not self.overtakes:
            self.enqueue_keepalive(position, bool(asks_reply))
        elif asks_reply or self.announced == 0 or (self.holds_data() and self.newest > self.announced):
            self.overtake(bool(asks_reply))

    def holds_data(self):
        return self.held_bytes > 0 or (self.batch is not None and self.batch.size > 0)

    def ask_position(self):
        if self.overtakes and time.monotonic() - self.last_ping > OVERTAKING_SECONDS:
            self.ping()

    def enqueue_keepalive(self, position, asks_reply):
        if not self.faults.hold_keepalives:
            self.queue.append(Run(opengauss_keepalive(position, asks_reply), 1, 0))
            self.wakes.set()

    def enqueue(self, content, messages):
        """Data of the parallel dialects waits; the server is asked for its position meanwhile."""
        if not content:
            return
        delay = self.options.hold_seconds if self.overtakes else 0
        self.queue_run(Run(content, messages, messages, time.monotonic() + delay))
        self.ask_position()

    def queue_run(self, run):
        self.queue.append(run)
        self.held_bytes += len(run.content)
        if self.held_bytes > HELD_BYTES_MAX:
            self.has_room.clear()
        self.wakes.set()

    # What the client gets

    async def send(self):
        while True:
            await self.wakes.wait()
            self.wakes.clear()
            while self.overtaking and not self.faults.stop_answering:
                await self.send_run(self.overtaking.popleft())
            while self.queue and self.may_send(self.queue[0]):
                await self.send_run(self.queue.popleft())

    def may_send(self, run):
        if self.faults.stop_answering or self.faults.hold_data:
            return False
        return run.release <= time.monotonic()

    async def send_run(self, run):
        end, is_cut = self.faults.admit(run)
        if end < len(run.content) and not is_cut:
            self.queue.appendleft(rest_of(run, end))
        self.writer.write(run.content[:end])
        await self.writer.drain()
        self.held_bytes -= end if run.release else 0
        if self.held_bytes <= HELD_BYTES_MAX:
            self.has_room.set()
        if is_cut:
            await self.cut()

    async def drain_queue(self):
        """At the end of the stream everything goes out at once, and the error last."""
        if self.batch is not None and self.batch.size > 0:
            self.enqueue(self.batch.take(is_full=False), 1)
        while self.queue:
            await self.send_run(self.queue.popleft())
        self.writer.write(self.error)
        if self.error:
            raise Closed

    async def cut(self):
        """FIN, and nothing more is heeded: unread input would turn the FIN into a reset, which eats what is on its way."""
        self.is_cut = True
        self.server.close()
        await self.writer.drain()
        if self.writer.can_write_eof():
            self.writer.write_eof()
            await asyncio.sleep(1)
        raise Closed

    def overtake(self, asks_reply=False):
        """A keepalive before all that waits. None while the client does not read: they would only pile up."""
        self.last_keepalive = time.monotonic()
        if self.faults.hold_keepalives or self.faults.stop_answering or self.overtaking:
            return
        self.announced = self.newest
        self.overtaking.append(Run(opengauss_keepalive(self.newest, asks_reply), 1, 0))
        self.wakes.set()

    # The clock

    async def tick(self):
        while True:
            await asyncio.sleep(TICK_SECONDS)
            if self.is_cut:
                continue
            if self.batch is not None and self.batch.is_due(self.options.batch_seconds):
                self.enqueue(self.batch.take(is_full=False), 1)
            self.mind_keepalives()
            self.mind_timeout()
            self.wakes.set()

    def mind_keepalives(self):
        now = time.monotonic()
        silence = now - max(self.last_reply, self.last_request)
        if silence >= self.options.ask_reply_seconds:
            self.last_request = now
            if self.overtakes:
                self.overtake(asks_reply=True)
            else:
                self.enqueue_keepalive(self.newest, True)
        elif self.overtakes and now - self.last_keepalive >= self.options.keepalive_seconds:
            self.ping()
            self.overtake()

    def mind_timeout(self):
        """openGauss closes the socket of a client that is silent, and says nothing."""
        timeout = self.timeout if self.timeout is not None else self.options.sender_timeout_seconds
        if timeout and not self.faults.stop_answering and time.monotonic() - self.last_reply >= timeout:
            raise Closed

    # What the client says

    def take_reply(self, payload):
        if self.is_cut or payload[:1] != b"r":
            return
        reply = parse_opengauss_reply(payload)
        if reply is None:
            self.writer.write(TOO_SHORT)
            raise Closed
        self.last_reply = time.monotonic()
        self.feedback_log.write(self, reply)
        self.faults.replies += 1
        self.faults.flush = max(self.faults.flush, reply.flush)
        if self.faults.stop_answering:
            return
        self.flush = max(self.flush, reply.flush)
        self.server.write(postgres_reply(reply.write, self.flush, reply.apply, reply.asks_reply))
        if reply.asks_reply and self.overtakes:
            self.overtake()
