"""The servers of a session, started and killed through tools/servers, and ways to wait."""

import shlex
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def until(condition, what, timeout=60):
    """Waits until `condition` holds and returns what it returned; fails with `what` after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not (outcome := condition()):
        assert time.monotonic() < deadline, f"waited {timeout} s in vain: {what}"
        time.sleep(0.02)
    return outcome


def shell_variables(path):
    """The assignments of a file for the shell, with quotes undone."""
    words = (shlex.split(line, comments=True) for line in path.read_text().splitlines())
    assignments = [line[-1] for line in words if line and "=" in line[-1]]
    return dict(assignment.split("=", 1) for assignment in assignments)


class Environment:
    """One source and its targets in a private directory."""

    def __init__(self, directory):
        self.directory = directory
        self.variables = {}

    def start(self, syncs_to_disk):
        """Without syncing, servers survive a kill as well as ever, only no power cut, and the runs are shorter."""
        self.command("start", "--mysql", *([] if syncs_to_disk else ["--no-sync"]), timeout=900)
        self.variables = shell_variables(self.directory / "env")

    def stop(self):
        """Quiet: after a failed start there may be nothing to stop, and the start's own error is what counts."""
        command = [ROOT / "tools" / "servers", "stop", "--dir", self.directory]
        subprocess.run(command, capture_output=True, timeout=180, check=False)

    def kill(self, name):
        """SIGKILL to the server `source`, `mariadb` or `mysql`."""
        self.command("kill", name)

    def revive(self, name):
        """Starts a killed server again on its old port and returns when it answers."""
        self.command("revive", name)

    def command(self, verb, *arguments, timeout=180):
        command = [ROOT / "tools" / "servers", verb, *arguments, "--dir", self.directory]
        result = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
        assert result.returncode == 0, f"tools/servers {verb} failed:\n{result.stdout}{result.stderr}"

    @property
    def mysql_unavailable(self):
        """Why there is no real MySQL; None where there is one."""
        return self.variables.get("MYSQL_UNAVAILABLE")
