"""MariaDB's own parallel replica, applying the same transactions out of a primary's binary log."""

import os
import sys
import time

from target_state import make_ready
from workplace import ROOT, BenchError, say

from .side import Measurement, Side

sys.path.append(os.path.join(ROOT, "tools", "servers.d"))

from place import Place, ServersError  # noqa: E402
from targets import MariaDB  # noqa: E402

THREADS = 8
SECONDS_TO_APPLY = 1800


class Primary(MariaDB):
    """Keeps a binary log in rows, and syncs nothing: filling it is not measured."""

    name = "primary"
    title = "the primary (MariaDB)"

    def options(self):
        return [
            *(option for option in super().options() if option != "--skip-log-bin"),
            f"--log-bin={self.path('data', 'binlog')}", "--binlog-format=ROW", "--server-id=1", "--sync-binlog=0",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--max-binlog-size=1G"]


class Replica(MariaDB):
    """Like the target of replay, durable at each commit and without a binary log of its own."""

    name = "replica"
    title = "the replica (MariaDB)"

    def options(self):
        return [
            *super().options(), "--server-id=2", f"--slave-parallel-threads={THREADS}",
            "--slave-parallel-mode=optimistic", "--log-slave-updates=OFF", f"--relay-log={self.path('data', 'relay')}"]


class ReplicaSide(Side):
    """From START SLAVE until the replica has applied all that the primary's binary log holds."""

    name = "replica"
    title = f"MariaDB's replica, {THREADS} threads, optimistic"
    moment = "slow"

    def __init__(self, workplace, seed_side):
        super().__init__(workplace)
        self.seed_side = seed_side
        self.end = None
        self.start_servers()

    def start_servers(self):
        place = Place(self.workplace.directory)
        place.load()
        self.servers = [Primary(place), Replica(place)]
        for server in self.servers:
            self.workplace.at_end.append(server.stop)
            try:
                server.start()
            except ServersError as error:
                raise BenchError(str(error)) from error
            self.workplace.variables |= server.environment()

    def suits(self, prepared, kind):
        return kind == "mariadb" and prepared.slow_rows > 0

    def target(self, kind):
        return "replica"

    def make_ready(self, prepared):
        say(f"filling the primary with {prepared.extent.slow_transactions} transactions of {prepared.workload.name}")
        make_ready(self.workplace, "primary", prepared)
        self.workplace.on_target("primary", "RESET MASTER")
        self.seed_side.fill(prepared, "primary")
        self.end = self.workplace.on_target("primary", "SELECT @@GLOBAL.gtid_binlog_pos")

    def apply(self, prepared, kind, variant):
        with self.workplace.target("replica") as connection, connection.cursor() as cursor:
            self.connect(cursor)
            began = time.monotonic()
            cursor.execute("START SLAVE")
            cursor.execute("SELECT MASTER_GTID_WAIT(%s, %s)", (self.end, SECONDS_TO_APPLY))
            seconds = time.monotonic() - began
            in_time = cursor.fetchone()[0] == 0
            cursor.execute("SHOW SLAVE STATUS")
            status = dict(zip((column[0] for column in cursor.description), cursor.fetchone()))
            cursor.execute("STOP SLAVE")
            cursor.execute("RESET SLAVE ALL")
        if not in_time:
            raise BenchError(f"the replica stopped; it said: {status['Last_SQL_Error'] or status['Last_IO_Error']}")
        return Measurement(prepared.slow_rows, seconds, prepared.extent.slow_transactions)

    def connect(self, cursor):
        keys = self.workplace.connection_keys("PRIMARY")
        cursor.execute("SET GLOBAL gtid_slave_pos = ''")
        cursor.execute(
            "CHANGE MASTER TO master_host = %s, master_port = %s, master_user = %s, master_password = %s,"
            " master_use_gtid = slave_pos", (keys["host"], keys["port"], keys["user"], keys["password"]))
