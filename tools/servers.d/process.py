"""A daemon known by its pid file. A pid counts only while its command line names the folder it belongs to."""

import os
import signal
import subprocess
import time


class Process:
    """One server process: `marker` is an argument that no other process has."""

    def __init__(self, pid_file, marker):
        self.pid_file = pid_file
        self.marker = marker

    def start(self, command, user, log_file, environment=None):
        """Detached from the terminal and the caller's process group, so that it outlives both."""
        log = os.open(log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            child = subprocess.Popen(
                command,
                user=user,
                group=user,
                extra_groups=[],
                umask=0o077,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"} | (environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        finally:
            os.close(log)
        with open(self.pid_file, "w", encoding="ascii") as file:
            file.write(f"{child.pid}\n")

    def pid(self):
        """The pid of the living server, or None."""
        try:
            with open(self.pid_file, encoding="ascii") as file:
                pid = int(file.read())
        except (FileNotFoundError, ValueError):
            return None
        return pid if self.is_ours(pid) else None

    def is_ours(self, pid):
        return is_alive(pid) and self.marker in command_line(pid)

    def stop(self, signals):
        """Sends one signal after another, each with its patience in seconds, until the server is gone."""
        pid = self.pid()
        if pid is None:
            return
        family = [pid, *descendants(pid)]
        for number, patience in signals:
            os.kill(pid, number)
            if wait_until(lambda: not any(map(is_alive, family)), patience):
                return
        self.kill()

    def kill(self):
        """As a power cut would do: nobody of the family learns of another's death before its own."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGSTOP)
        family = [*descendants(pid), pid]
        for member in family:
            try:
                os.kill(member, signal.SIGKILL)
            except ProcessLookupError:
                pass
        wait_until(lambda: not any(map(is_alive, family)), 30)


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def status_fields(pid):
    """State and parent's pid, or None. The name before them may hold anything, so look behind its bracket."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return fields[0], int(fields[1])


def is_alive(pid):
    fields = status_fields(pid)
    return fields is not None and fields[0] not in "ZX"


def command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().decode(errors="replace").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def descendants(pid):
    parents = {}
    for entry in os.listdir("/proc"):
        fields = status_fields(int(entry)) if entry.isdigit() else None
        if fields is not None:
            parents.setdefault(fields[1], []).append(int(entry))
    found = []
    queue = [pid]
    while queue:
        children = parents.get(queue.pop(), [])
        found += children
        queue += children
    return found
