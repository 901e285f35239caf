"""Stands before a PostgreSQL with the stand-in's plugin and is met as an openGauss. README.md beside says how."""

import asyncio
import signal
import sys

from control import CUTS, Control
from faults import Faults
from feedback_log import FeedbackLog
from login import tls_context
from options import parse_options
from server_login import READ_LIMIT
from session import Session

CONTROL_HOST = "127.0.0.1"


class Proxy:
    """What all sessions share."""

    def __init__(self, options):
        self.options = options
        self.tls = tls_context(options)
        self.faults = Faults(
            hold_keepalives=options.hold_keepalives, hold_data=options.hold_data, stop_answering=options.stop_answering)
        for name, kind in CUTS.items():
            number = getattr(options, name.replace("-", "_"))
            if number is not None:
                self.faults.plan(number, *kind)
        self.feedback_log = FeedbackLog(options.feedback_log)
        self.sessions, self.streams = set(), set()

    def acceptor(self, is_ha_port):
        async def accept(reader, writer):
            if self.faults.refuse:
                writer.transport.abort()
                return
            session = Session(self, reader, writer, is_ha_port)
            self.sessions.add(session)
            try:
                await session.run()
            finally:
                self.sessions.discard(session)

        return accept

    async def listen(self):
        await asyncio.start_server(self.acceptor(False), self.options.listen_host, self.options.listen, limit=READ_LIMIT)
        if self.options.thread_pool:
            await asyncio.start_server(
                self.acceptor(True), self.options.listen_host, self.options.listen + 1, limit=READ_LIMIT)
        if self.options.control:
            await asyncio.start_server(Control(self).serve, CONTROL_HOST, self.options.control)


async def run(options):
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await Proxy(options).listen()
    print(f"listening on {options.listen_host}:{options.listen}", file=sys.stderr, flush=True)
    await stopped.wait()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    asyncio.run(run(parse_options()))
