"""A proxy of a test's own before the session's source, met as an openGauss. tools/stand-in/README.md has its options."""

import json
import socket
import subprocess
import sys

from environment import ROOT, until
from opengauss_client import Client

PROXY = ROOT / "tools" / "stand-in" / "proxy"


class Proxy:
    """Runs until `stop`. `database` must have the names of opengauss.sql; see `name_like_opengauss`."""

    def __init__(self, environment, database, directory, *options, port=None):
        self.variables, self.database = environment.variables, database
        self.user, self.password = self.variables["SOURCE_USER"], self.variables["SOURCE_PASSWORD"]
        self.port, self.control_port = port or free_port_pair(), free_port_pair()
        self.feedback_log = directory / f"feedback-{self.control_port}.jsonl"
        self.command = [
            sys.executable, "-B", PROXY, "--listen", self.port, "--server-port", self.variables["SOURCE_PORT"],
            "--user", self.user, self.password, "--control", self.control_port,
            "--feedback-log", self.feedback_log, *options,
        ]
        self.log = directory / f"proxy-{self.control_port}.log"
        self.start()

    def start(self, *more_options):
        command = [str(word) for word in (*self.command, *more_options)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until(lambda: self.is_listening() or self.process.poll() is not None, f"for the proxy: {self.log.read_text()}")

    def is_listening(self):
        try:
            socket.create_connection(("127.0.0.1", self.control_port), timeout=5).close()
        except OSError:
            return False
        return True

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        assert "Traceback" not in self.log.read_text(), self.log.read_text()

    def kill(self):
        """SIGKILL; `start` brings it back at the same ports."""
        self.process.kill()
        self.process.wait()

    def connect(self, replication=False, **options):
        words = {"port": self.port, "user": self.user, "password": self.password, "database": self.database} | options
        return Client(replication=replication, **words)

    def control(self, command):
        """Carries out one command of the control port; its answer."""
        with socket.create_connection(("127.0.0.1", self.control_port), timeout=10) as connection:
            connection.sendall(command.encode() + b"\n")
            answer = connection.makefile().readline().strip()
        assert not answer.startswith("error"), answer
        return answer

    def status(self):
        return json.loads(self.control("status"))

    def replies(self):
        """What clients have replied so far."""
        return [json.loads(line) for line in self.feedback_log.read_text().splitlines()]


def free_port_pair():
    """A port whose next one is free, too."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            try:
                second.bind(("127.0.0.1", first.getsockname()[1] + 1))
            except OSError:
                continue
            return first.getsockname()[1]


def name_like_opengauss(connection):
    """Makes the names of openGauss in the database of a superuser's connection."""
    connection.cursor().execute((PROXY / "opengauss.sql").read_text())
