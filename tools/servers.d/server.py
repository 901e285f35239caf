"""What the servers have in common: a folder of their own, a process, and how long one waits for an answer."""

import os
import pwd
import shutil
import subprocess

from place import ServersError
from process import Process, wait_until

SECONDS_TO_ANSWER = 90


class Server:
    """One server of a place. A subclass says how it is made, run and asked."""

    name = ""
    title = ""
    user = ""
    stop_signals = ()

    def __init__(self, place):
        self.place = place
        self.directory = place.path(self.name)
        self.data = self.path("data")
        self.log_file = place.path(f"{self.name}.log")
        self.process = Process(place.path(f"{self.name}.pid"), self.marker())
        self.port = place.port(self.name)

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def marker(self):
        """The argument of the command line that tells this server from every other process."""
        raise NotImplementedError

    def command(self):
        raise NotImplementedError

    def make_data(self):
        """Fills the empty data directory."""
        raise NotImplementedError

    def after_start(self):
        """Makes roles and databases once the server runs. Harmless when they exist."""

    def answers(self):
        """Whether the tests' user gets an answer from the tests' database."""
        raise NotImplementedError

    def lock_files(self):
        """Files by which the server knows that another one of its kind is at work."""
        return []

    def is_running(self):
        return self.process.pid() is not None

    def start(self):
        """Makes the data on the first call; returns once the server answers."""
        if self.is_running():
            return
        if not os.path.exists(self.path("complete")):
            self.make_directory()
            self.make_data()
            with open(self.path("complete"), "w", encoding="ascii"):
                pass
        self.remove_lock_files()
        self.process.start(self.command(), self.user, self.log_file)
        self.after_start()
        self.wait(self.answers)

    def remove_lock_files(self):
        """A killed server can linger as a zombie where nobody reaps it, and looks alive to the next one by its pid."""
        for path in self.lock_files():
            if os.path.exists(path):
                os.unlink(path)

    def wait(self, condition):
        if not wait_until(lambda: condition() or not self.is_running(), SECONDS_TO_ANSWER) or not self.is_running():
            raise ServersError(f"{self.title} did not come up on port {self.port}; see {self.log_file}.")

    def stop(self):
        self.process.stop(self.stop_signals)

    def kill(self):
        self.process.kill()

    def make_directory(self):
        """An interrupted first start left a half-made folder, which is of no use."""
        shutil.rmtree(self.directory, ignore_errors=True)
        os.mkdir(self.directory, 0o700)
        shutil.chown(self.directory, self.user, self.user)

    def run(self, command):
        """Runs one command as the server's user; its output goes to the log."""
        with open(self.log_file, "ab") as log:
            os.chmod(self.log_file, 0o600)
            result = subprocess.run(
                command, user=self.user, group=self.user, extra_groups=[], cwd="/", stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, check=False,
            )
        if result.returncode != 0:
            raise ServersError(f"{self.title} could not be prepared; see {self.log_file}.")

    def write_private(self, name, text):
        """A file for the server's user alone."""
        path = self.path(name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        shutil.chown(path, self.user, self.user)
        return path


def require_program(path, package):
    if not os.access(path, os.X_OK):
        raise ServersError(f"{path} is missing; run tools/install-packages, which installs {package}.")


def require_user(name):
    """Debian's core packages of MariaDB bring no user."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", name],
            check=True,
        )
