"""Where one run of the benchmarks happens: servers, connections, configurations and processes in a temporary folder."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

import psycopg2
import pymysql

from timed_process import TimedProcess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
BINARY = os.path.realpath(
    os.environ.get("REVERSE_MIGRATION") or os.path.join(ROOT, ".build", "release", "reverse-migration"))
PLUGIN = "mppdb_decoding"
SECONDS_TO_START_SERVERS = 900
SECONDS_TO_COMPARE = 1800


class BenchError(Exception):
    """One sentence for the user."""


BEGAN = time.monotonic()


def say(sentence):
    print(f"bench: {time.monotonic() - BEGAN:4.0f} s: {sentence}", file=sys.stderr, flush=True)


class Workplace:
    """A folder with running servers; leaving it ends every process, stops the servers and removes the folder."""

    def __enter__(self):
        if not os.access(BINARY, os.X_OK):
            raise BenchError(f"{BINARY} is not there; build it first, as README.md says.")
        self.directory = tempfile.mkdtemp(prefix="reverse-migration-bench-")
        self.processes = []
        # Workloads by their names, made by those who need them.
        self.prepared = {}
        # What else has to be stopped.
        self.at_end = []
        try:
            self.start_servers()
        except BaseException:
            self.clean_up()
            raise
        return self

    def __exit__(self, *_):
        self.clean_up()

    def path(self, name):
        return os.path.join(self.directory, name)

    # Servers

    def start_servers(self):
        say(f"starting servers in {self.directory}")
        self.tool("servers", "start", "--mysql", "--dir", self.directory, timeout=SECONDS_TO_START_SERVERS)
        with open(self.path("env"), encoding="utf-8") as file:
            words = (word.partition("=") for word in shlex.split(file.read()))
            self.variables = {name: value for name, _, value in words}

    def clean_up(self):
        for process in self.processes:
            process.kill()
        for stop in self.at_end:
            stop()
        command = [os.path.join(ROOT, "tools", "servers"), "stop", "--dir", self.directory]
        subprocess.run(command, capture_output=True, timeout=180, check=False)
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def targets(self):
        return ["mariadb"] + (["mysql"] if "MYSQL_HOST" in self.variables else [])

    @property
    def mysql_unavailable(self):
        """Why there is no real MySQL; None where there is one."""
        return self.variables.get("MYSQL_UNAVAILABLE")

    def source(self, superuser=False):
        """A connection to the source that commits each statement by itself."""
        role = "SOURCE_SUPERUSER" if superuser else "SOURCE_USER"
        password = "SOURCE_SUPERUSER_PASSWORD" if superuser else "SOURCE_PASSWORD"
        connection = psycopg2.connect(
            host=self.variables["SOURCE_HOST"], port=self.variables["SOURCE_PORT"],
            dbname=self.variables["SOURCE_DATABASE"], user=self.variables[role], password=self.variables[password])
        connection.autocommit = True
        return connection

    def on_source(self, *statements, superuser=False):
        """Runs statements; the first value of the last one, if it has any."""
        connection = self.source(superuser)
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        value = cursor.fetchone()[0] if cursor.description else None
        connection.close()
        return value

    def target(self, kind, database=True, encrypted=True):
        """A connection to a target that commits each statement by itself."""
        keys = self.connection_keys(kind.upper())
        if not database:
            del keys["database"]
        return pymysql.connect(
            **keys, charset="utf8mb4", autocommit=True, local_infile=True,
            # MySQL's own way to log in wants TLS the first time; its certificate is one that it made for itself.
            ssl={"check_hostname": False} if kind == "mysql" and encrypted else None)

    def on_target(self, kind, *statements, database=True):
        """Runs statements; the first value of the last one, if it has any."""
        with self.target(kind, database) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    def empty_target(self, kind, *tables):
        """Makes the target's database anew, without progress and with these empty tables."""
        name = self.variables[f"{kind.upper()}_DATABASE"]
        self.on_target(
            kind, f"DROP DATABASE IF EXISTS `{name}`", f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4",
            database=False)
        self.on_target(kind, *tables)

    # The product

    def configuration(self, slot, kind="mariadb", spool=None, source=None, decoding=None, replay=None):
        """Writes a configuration in which everything else is as by default; the spool is named after the slot."""
        sections = {
            "og_conn": self.connection_keys("SOURCE") | (source or {}),
            "slot": {"name": slot} | (decoding or {}),
            "mysql": self.connection_keys(kind.upper()),
            "spool": {"directory": spool or self.spool(slot)},
            **({"replay": replay} if replay else {}),
        }
        lines = []
        for section, keys in sections.items():
            # A JSON scalar is a YAML scalar.
            lines += [f"{section}:", *(f"  {key}: {json.dumps(value)}" for key, value in keys.items())]
        path = self.path(f"{slot}-{kind}.yaml")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        return path

    def connection_keys(self, prefix):
        keys = {key.lower(): self.variables[f"{prefix}_{key}"] for key in ("HOST", "USER", "PASSWORD", "DATABASE")}
        return keys | {"port": int(self.variables[f"{prefix}_PORT"])}

    def spool(self, slot):
        path = self.path(f"spool-{slot}")
        os.makedirs(path, exist_ok=True)
        return path

    def start(self, command, name, environment=None):
        """Starts a process that is timed; what it says goes to NAME.log."""
        process = TimedProcess(command, self.path(f"{name}.log"), environment)
        self.processes.append(process)
        return process

    def verb(self, verb, configuration, *options):
        """Starts a verb of the product."""
        return self.start([BINARY, verb, "--config", configuration, *options], verb)

    def finished(self, process):
        """The figures of a process once it has ended well."""
        code, timing = process.wait()
        if code != 0:
            raise BenchError(f"`{process.title}` ended with {code}; it said: {process.last_words()}")
        return timing

    # Checks

    def compare(self, kind, *tables):
        """Figures count only when both sides hold the same rows."""
        self.tool(
            "compare-databases", "--env", self.path("env"), "--target", kind, *tables, timeout=SECONDS_TO_COMPARE)

    def tool(self, name, *arguments, timeout):
        command = [os.path.join(ROOT, "tools", name), *arguments]
        result = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
        if result.returncode != 0:
            words = (result.stdout + result.stderr).strip()[-600:]
            raise BenchError(f"tools/{name} ended with {result.returncode}; it said: {words}")
