"""The control port: one command a line, one line of answer. README.md lists the commands."""

import asyncio
import contextlib
import json

from wire import position_text

SWITCHES = {"hold-keepalives", "hold-data", "stop-answering", "refuse"}
ROLES = {"promote": False, "demote": True}
NUMBERS = {"hold-seconds", "keepalive-seconds", "ask-reply-seconds", "sender-timeout-seconds", "batch-seconds"}
CUTS = {
    "cut-after": (False, False, False), "cut-inside": (True, False, False),
    "cut-after-data": (False, True, False), "cut-inside-data": (True, True, False), "hold-after-data": (False, True, True),
}


class CommandError(Exception):
    """One sentence for who gave the command."""


class Control:
    """Carries out commands on the proxy."""

    def __init__(self, proxy):
        self.proxy = proxy

    async def serve(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while line := await reader.readline():
                writer.write(self.answer(line.decode().split()).encode() + b"\n")
                await writer.drain()
        writer.close()

    def answer(self, words):
        try:
            return self.carry_out(*words) or "ok"
        except CommandError as error:
            return f"error: {error}"
        except (TypeError, ValueError):
            return f"error: {' '.join(words)} is no command with its right words; README.md lists them."

    def carry_out(self, name, *words):
        if name == "status":
            return json.dumps(self.status())
        if name == "cut":
            self.cut_now()
        elif name in ROLES:
            self.proxy.options.standby = ROLES[name]
        elif name in SWITCHES:
            self.switch(name.replace("-", "_"), *words)
        elif name in NUMBERS:
            setattr(self.proxy.options, name.replace("-", "_"), float(*words))
        elif name == "batch-bytes":
            self.proxy.options.batch_bytes = int(*words)
        elif name in CUTS:
            self.plan_cut(*words, *CUTS[name])
        else:
            raise CommandError(f"there is no command {name}; README.md lists them.")
        return None

    def switch(self, attribute, state):
        if state not in ("on", "off"):
            raise CommandError(f"a switch is on or off, not {state}.")
        setattr(self.proxy.faults, attribute, state == "on")

    def plan_cut(self, number, is_inside, counts_data, holds):
        faults = self.proxy.faults
        if number == "off":
            faults.cancel(is_inside, counts_data, holds)
            return
        count = (faults.data if counts_data else faults.messages) if number.startswith("+") else 0
        faults.plan(count + int(number), is_inside, counts_data, holds)

    def cut_now(self):
        for stream in list(self.proxy.streams):
            self.proxy.faults.cuts += 1
            stream.writer.close()

    def status(self):
        faults = self.proxy.faults
        return {
            "messages": faults.messages, "data": faults.data, "keepalives": faults.keepalives, "replies": faults.replies,
            "connections": len(self.proxy.sessions), "streams": len(self.proxy.streams), "cuts": faults.cuts, "holds": faults.holds,
            "held_bytes": sum(stream.held_bytes for stream in self.proxy.streams),
            "newest": position_text(faults.newest), "flush": position_text(faults.flush),
        }
