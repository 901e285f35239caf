"""The source: PostgreSQL 15 with the stand-in's output plugin, built from tools/stand-in."""

import os
import shutil
import signal
import subprocess

import psycopg2

from place import ServersError
from process import wait_until
from server import Server, require_program

PROGRAMS = "/usr/lib/postgresql/15/bin"
STAND_IN = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "stand-in")

ACCESS = """\
# type  database     user  address       method
local   all          all                 scram-sha-256
local   replication  all                 scram-sha-256
host    all          all   127.0.0.1/32  scram-sha-256
host    replication  all   127.0.0.1/32  scram-sha-256
"""


class Source(Server):
    name = "source"
    title = "the source (PostgreSQL)"
    user = "postgres"
    # Fast, then immediate: a fast shutdown waits for a reader of the stream that may be stuck.
    stop_signals = ((signal.SIGINT, 15), (signal.SIGQUIT, 10))

    def __init__(self, place):
        super().__init__(place)
        self.password = place.password("source")
        self.superuser_password = place.password("source_superuser")

    def marker(self):
        return self.data

    def command(self):
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.directory,
            "wal_level": "logical",
            "max_replication_slots": 50,
            "max_wal_senders": 50,
            "max_prepared_transactions": 20,
            "wal_sender_timeout": "30s",
            "fsync": "off" if self.place.state.get("no_sync") else "on",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "dynamic_library_path": f"{self.place.path('lib')}:$libdir",
        }
        if knows_setting("output_plugin_libraries"):
            settings["output_plugin_libraries"] = "pgoutput, test_decoding, mppdb_decoding"
        command = [f"{PROGRAMS}/postgres", "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return command

    def start(self):
        self.build_plugin()
        super().start()

    def lock_files(self):
        return [f"{self.data}/postmaster.pid", self.path(f".s.PGSQL.{self.port}.lock")]

    def build_plugin(self):
        """Only what has changed is compiled. The finished file comes by rename: a server may have the old one open."""
        require_program(f"{PROGRAMS}/postgres", "postgresql-15")
        build = self.place.path("build")
        os.makedirs(build, exist_ok=True)
        command = ["make", "-j2", "-f", f"{STAND_IN}/Makefile", f"PG_CONFIG={PROGRAMS}/pg_config"]
        with open(self.place.path("build.log"), "wb") as log:
            result = subprocess.run(command, cwd=build, stdout=log, stderr=log, check=False)
        if result.returncode != 0:
            raise ServersError(f"the stand-in's plugin could not be built; see {self.place.path('build.log')}.")
        self.install_plugin(f"{build}/mppdb_decoding.so")

    def install_plugin(self, built):
        os.makedirs(self.place.path("lib"), mode=0o755, exist_ok=True)
        installed = self.place.path("lib", "mppdb_decoding.so")
        if os.path.exists(installed) and os.path.getmtime(installed) >= os.path.getmtime(built):
            return
        shutil.copyfile(built, f"{installed}.new")
        os.chmod(f"{installed}.new", 0o755)
        os.replace(f"{installed}.new", installed)

    def make_data(self):
        password_file = self.write_private("superuser-password", self.superuser_password + "\n")
        self.run([
            f"{PROGRAMS}/initdb", "-D", self.data, "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync",
            "--auth=scram-sha-256", f"--pwfile={password_file}",
        ])
        os.unlink(password_file)
        with open(f"{self.data}/pg_hba.conf", "w", encoding="ascii") as file:
            file.write(ACCESS)

    def connect(self, user, password, database):
        return psycopg2.connect(
            host="127.0.0.1", port=self.port, user=user, password=password, dbname=database, connect_timeout=5
        )

    def after_start(self):
        if os.path.exists(self.path("populated")):
            return
        self.wait(self.superuser_answers)
        connection = self.connect("postgres", self.superuser_password, "postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'migrator'")
            if cursor.fetchone() is None:
                cursor.execute("CREATE ROLE migrator LOGIN REPLICATION PASSWORD %s", (self.password,))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'shop'")
            if cursor.fetchone() is None:
                cursor.execute("CREATE DATABASE shop OWNER migrator")
        connection.close()
        with open(self.path("populated"), "w", encoding="ascii"):
            pass

    def superuser_answers(self):
        return can_connect(lambda: self.connect("postgres", self.superuser_password, "postgres"))

    def answers(self):
        return can_connect(lambda: self.connect("migrator", self.password, "shop"))

    def environment(self):
        return {
            "SOURCE_HOST": "127.0.0.1",
            "SOURCE_PORT": self.port,
            "SOURCE_USER": "migrator",
            "SOURCE_PASSWORD": self.password,
            "SOURCE_DATABASE": "shop",
            "SOURCE_SUPERUSER": "postgres",
            "SOURCE_SUPERUSER_PASSWORD": self.superuser_password,
        }

    def connection_keys(self):
        return {
            "host": "127.0.0.1", "port": self.port, "user": "migrator", "password": self.password, "database": "shop",
        }


def knows_setting(name):
    """From 15.19 on PostgreSQL keeps a list of the plugins that slots may name; earlier ones refuse the setting."""
    settings = subprocess.run([f"{PROGRAMS}/postgres", "--describe-config"], stdout=subprocess.PIPE, check=True)
    return f"\n{name}\t" in settings.stdout.decode()


def can_connect(connect):
    try:
        connect().close()
    except psycopg2.OperationalError:
        return False
    return True
