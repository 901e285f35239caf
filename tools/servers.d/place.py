"""The folder of one set of servers: where its parts lie, its ports and passwords, and what it tells the tests."""

import fcntl
import json
import os
import random
import secrets
import shlex
import socket
import stat
import sys

# Unix sockets inside the folder may have 107 bytes in all.
LONGEST_FOLDER_NAME = 70


class ServersError(Exception):
    """One sentence for the user."""


def say(sentence):
    print(f"servers: {sentence}", file=sys.stderr)


class Place:
    """A folder. The state in it is made once and kept, so that a server comes back with its port and data."""

    def __init__(self, directory):
        self.directory = os.path.realpath(directory)
        self.state = {}

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def exists(self):
        return os.path.exists(self.path("state.json"))

    def create(self):
        """Makes the folder. Servers run as other users, who must be able to walk into it."""
        if len(self.directory) > LONGEST_FOLDER_NAME or not all(c.isalnum() or c in "/._-" for c in self.directory):
            raise ServersError(
                f"the folder {self.directory} must have at most {LONGEST_FOLDER_NAME} characters and only letters, "
                "digits, '/', '.', '_' and '-'; choose another --dir."
            )
        os.makedirs(self.directory, exist_ok=True)
        os.chmod(self.directory, stat.S_IMODE(os.stat(self.directory).st_mode) | 0o711)
        parent = os.path.dirname(self.directory)
        while parent != "/":
            if not os.stat(parent).st_mode & stat.S_IXOTH:
                raise ServersError(f"the users of the servers may not enter {parent}; choose another --dir.")
            parent = os.path.dirname(parent)

    def lock(self):
        """One start, stop, kill or revive at a time. Released when this process ends."""
        handle = os.open(self.path(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)

    def load(self):
        if self.exists():
            with open(self.path("state.json"), encoding="utf-8") as file:
                self.state = json.load(file)

    def save(self):
        self.write("state.json", json.dumps(self.state, indent=4) + "\n")

    def write(self, name, text, mode=0o600):
        """Replaces a file at once: a reader sees the old or the new one."""
        temporary = self.path(name + ".new")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, self.path(name))

    def port(self, name):
        return self.kept(f"{name}_port", free_port)

    def password(self, name):
        return self.kept(f"{name}_password", lambda: secrets.token_hex(16))

    def kept(self, key, make):
        if key not in self.state:
            self.state[key] = make()
            self.save()
        return self.state[key]

    def write_environment(self, variables):
        lines = [f"{name}={shlex.quote(str(value))}\n" for name, value in variables.items()]
        self.write("env", "".join(lines))

    def write_configuration(self, name, source, target, slot, spool):
        sections = {
            "og_conn": source,
            "slot": {"name": slot, "decoding": "mppdb_decoding"},
            "mysql": target,
            "spool": {"directory": self.path(spool)},
        }
        lines = []
        for section, keys in sections.items():
            lines.append(f"{section}:\n")
            lines += [f"  {key}: {json.dumps(value)}\n" for key, value in keys.items()]
        self.write(name, "".join(lines))


def free_port():
    """Below the range from which the system takes ports for outgoing connections: those could hold it later."""
    while True:
        port = random.randint(15000, 31000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
