"""The targets: MariaDB from Debian 12, and a real MySQL 9 from the folder that tools/install-packages makes."""

import glob
import os
import signal
import subprocess

import pymysql

from place import ServersError
from server import Server, require_program, require_user

INSTALL_PACKAGES = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "install-packages")


class Target(Server):
    """A server of MySQL's family. Its init file makes database and user on every start, before it listens."""

    user = "mysql"
    stop_signals = ((signal.SIGTERM, 40),)

    def __init__(self, place):
        super().__init__(place)
        self.password = place.password(self.name)

    def marker(self):
        return f"--datadir={self.data}"

    def lock_files(self):
        return [self.path("server.sock.lock"), self.path("server.pid")]

    def options(self):
        options = [
            "--no-defaults",
            self.marker(),
            "--user=mysql",
            "--bind-address=127.0.0.1",
            f"--port={self.port}",
            f"--socket={self.path('server.sock')}",
            f"--pid-file={self.path('server.pid')}",
            f"--init-file={self.path('init.sql')}",
            # A server that starts removes what it takes for its own temporary files, which in a common folder may be another server's.
            f"--tmpdir={self.path('.')}",
            "--skip-name-resolve",
            "--skip-log-bin",
            "--local-infile=ON",
            "--character-set-server=utf8mb4",
            "--default-time-zone=+00:00",
            "--max_allowed_packet=64M",
            "--max-connections=200",
            "--innodb-buffer-pool-size=256M",
            "--innodb-flush-log-at-trx-commit=1",
        ]
        if self.place.state.get("no_sync"):
            options.append("--innodb-flush-method=nosync")
        return options

    def start(self):
        require_user("mysql")
        super().start()

    def make_data(self):
        self.write_private("init.sql", self.initial_statements())
        self.initialize()

    def initial_statements(self):
        """One statement a line, as an init file wants it. Every right, so that tests can make users with fewer."""
        return (
            "CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4;\n"
            f"CREATE USER IF NOT EXISTS 'migrator'@'%' IDENTIFIED BY '{self.password}';\n"
            "GRANT ALL PRIVILEGES ON *.* TO 'migrator'@'%' WITH GRANT OPTION;\n"
        )

    def initialize(self):
        raise NotImplementedError

    def answers(self):
        try:
            pymysql.connect(
                host="127.0.0.1", port=self.port, user="migrator", password=self.password, database="shop",
                connect_timeout=5,
                # Without TLS the first login with MySQL's caching_sha2_password would need one more package.
                ssl={"check_hostname": False},
            ).close()
        except pymysql.err.OperationalError:
            return False
        return True

    def environment(self):
        prefix = self.name.upper()
        return {
            f"{prefix}_HOST": "127.0.0.1",
            f"{prefix}_PORT": self.port,
            f"{prefix}_USER": "migrator",
            f"{prefix}_PASSWORD": self.password,
            f"{prefix}_DATABASE": "shop",
        }

    def connection_keys(self):
        return {
            "host": "127.0.0.1", "port": self.port, "user": "migrator", "password": self.password, "database": "shop",
        }


class MariaDB(Target):
    name = "mariadb"
    title = "MariaDB"

    def command(self):
        return ["/usr/sbin/mariadbd", *self.options(), "--innodb-log-file-size=256M"]

    def initialize(self):
        require_program("/usr/sbin/mariadbd", "mariadb-server-core")
        self.run([
            "/usr/bin/mariadb-install-db", "--no-defaults", f"--datadir={self.data}", "--skip-test-db",
            "--auth-root-authentication-method=normal", "--skip-name-resolve", "--innodb-flush-method=nosync",
        ])


class MySQL(Target):
    """Runs straight from its folder, with the folder's own loader and libraries: no chroot, no mounts."""

    name = "mysql"
    title = "MySQL"

    @staticmethod
    def folder():
        return os.path.join(os.environ.get("REVERSE_MIGRATION_CACHE", "/var/cache/reverse-migration"), "mysql-sid")

    @classmethod
    def unavailable_reason(cls):
        """Installs MySQL where it is missing. The reason in one sentence if it can't be had, else None."""
        if os.access(f"{cls.folder()}/usr/sbin/mysqld", os.X_OK):
            return None
        result = subprocess.run([INSTALL_PACKAGES, "--mysql"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                text=True, check=False)
        if result.returncode == 0:
            return None
        sentences = result.stderr.strip().splitlines() or ["tools/install-packages --mysql failed."]
        return sentences[-1].removeprefix("install-packages: ")

    def program(self):
        """mysqld of Debian unstable needs a newer C library than Debian 12 has: started through its own loader."""
        folder = self.folder()
        loaders = glob.glob(f"{folder}/usr/lib/*-linux-gnu/ld-linux-*.so.*")
        if not loaders:
            raise ServersError(f"{folder} holds no program loader; remove that folder and start again with --mysql.")
        return [
            loaders[0], "--library-path", os.path.dirname(loaders[0]), f"{folder}/usr/sbin/mysqld", *self.options(),
            f"--basedir={folder}/usr", f"--lc-messages-dir={folder}/usr/share/mysql",
            f"--plugin-dir={folder}/usr/lib/mysql/plugin", "--mysqlx=OFF", "--secure-file-priv=NULL",
        ]

    def command(self):
        return [*self.program(), "--innodb-redo-log-capacity=512M"]

    def initialize(self):
        without_init_file = [option for option in self.program() if not option.startswith("--init-file=")]
        self.run([*without_init_file, "--initialize-insecure", "--innodb-flush-method=nosync"])
