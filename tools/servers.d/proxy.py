"""The proxy before the source, which is met as an openGauss: tools/stand-in/proxy."""

import json
import os
import shutil
import signal
import socket

from place import free_port
from server import Server
from source import STAND_IN

LOGINS = ("sha256", "md5-sha256", "sm3", "md5", "both", "none")


class Proxy(Server):
    """Runs from a copy of its code, which the source's user may read wherever the checkout lies."""

    name = "proxy"
    title = "the proxy before the source"
    user = "postgres"
    stop_signals = ((signal.SIGTERM, 10),)

    def __init__(self, place, source):
        keep_port_pair(place)
        super().__init__(place)
        self.source = source
        self.control_port = place.port("proxy_control")
        self.code = self.path("code")
        self.users_file = self.path("users.json")
        self.feedback_log = self.path("feedback.jsonl")

    def marker(self):
        return self.path("code")

    def command(self):
        command = [
            "/usr/bin/python3", "-B", self.code, "--listen", self.port, "--server-port", self.source.port,
            "--control", self.control_port, "--users", self.users_file, "--login", self.login(),
            "--feedback-log", self.feedback_log,
        ]
        return [str(word) for word in command + self.place.state.get("proxy_options", [])]

    def login(self):
        return self.place.state.get("proxy_login", "sha256")

    def make_data(self):
        """Nothing to keep: what it needs is made on every start."""

    def start(self):
        """A running one goes on with its options."""
        if self.is_running():
            return
        self.name_like_opengauss()
        if not os.path.exists(self.path("complete")):
            self.make_directory()
            self.write_private("complete", "")
        self.copy_code()
        users = {"migrator": self.source.password, "postgres": self.source.superuser_password}
        self.write_private("users.json", json.dumps(users) + "\n")
        super().start()

    def copy_code(self):
        shutil.rmtree(self.code, ignore_errors=True)
        shutil.copytree(os.path.join(STAND_IN, "proxy"), self.code, ignore=shutil.ignore_patterns("__pycache__"))
        for folder, _, files in os.walk(self.code):
            for path in (folder, *(os.path.join(folder, file) for file in files)):
                shutil.chown(path, self.user, self.user)

    def name_like_opengauss(self):
        """In the tests' database, and in template1 for those to come."""
        with open(os.path.join(STAND_IN, "proxy", "opengauss.sql"), encoding="utf-8") as file:
            statements = file.read()
        for database in ("template1", "postgres", "shop"):
            connection = self.source.connect("postgres", self.source.superuser_password, database)
            with connection, connection.cursor() as cursor:
                cursor.execute(statements)
            connection.close()

    def answers(self):
        """Stock clients know no login of openGauss but md5, so a connection without one has to do."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        except OSError:
            return False
        return True

    def environment(self):
        return {
            "PROXY_HOST": "127.0.0.1",
            "PROXY_PORT": self.port,
            "PROXY_USER": "migrator",
            "PROXY_PASSWORD": self.source.password,
            "PROXY_DATABASE": "shop",
            "PROXY_LOGIN": self.login(),
            "PROXY_CONTROL_PORT": self.control_port,
            "PROXY_FEEDBACK_LOG": self.feedback_log,
        }

    def connection_keys(self):
        return self.source.connection_keys() | {"port": self.port}


def keep_port_pair(place):
    """With --thread-pool the proxy listens on the port after its own, too."""
    while "proxy_port" not in place.state:
        port = free_port()
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
        place.state["proxy_port"] = port
        place.save()
