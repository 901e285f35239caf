"""Under what conditions the figures were taken."""

import datetime
import os
import platform
import re
import subprocess

from workplace import BINARY, ROOT, say

QUIET_LOAD_AVERAGE = 0.5


def conditions(workplace):
    """Sentences or words for each, in the order of the report."""
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": commit(),
        "binary": binary(),
        "machine": f"{processor()}, {len(os.sched_getaffinity(0))} cores, {memory_gigabytes()} GB of memory,"
                   f" {platform.system()} {platform.release()}",
        "disk": f"{file_system(workplace.directory)}, servers and spool on the same one",
        "load average before": load_average(),
        "source": "PostgreSQL " + workplace.on_source("SHOW server_version") + " with the stand-in, fsync "
                  + workplace.on_source("SHOW fsync"),
        **{kind: target(workplace, kind) for kind in workplace.targets},
        **({"mysql": f"not measured: {workplace.mysql_unavailable}"} if workplace.mysql_unavailable else {}),
        "clients": "all on the same machine, over the loopback interface",
    }


def binary():
    """One that REVERSE_MIGRATION names may be of another commit."""
    given = "REVERSE_MIGRATION" in os.environ
    return f"version {first_line([BINARY, '--version'])}" + (", named by REVERSE_MIGRATION" if given else "")


def target(workplace, kind):
    version, comment, flush, binlog, pool, method, local_infile = (
        workplace.on_target(kind, f"SELECT @@{name}") for name in
        ("version", "version_comment", "innodb_flush_log_at_trx_commit", "log_bin", "innodb_buffer_pool_size",
         "innodb_flush_method", "local_infile"))
    return (f"{version} ({comment}), innodb_flush_log_at_trx_commit {flush}, innodb_flush_method {method},"
            f" binary log {'on' if binlog else 'off'}, buffer pool {pool >> 20} MB, local_infile {'on' if local_infile else 'off'}")


def commit():
    """The commit that the tree stands at, and whether anything differs from it."""
    git = ["git", "-C", ROOT, "--no-optional-locks"]
    name = first_line([*git, "rev-parse", "--short=12", "HEAD"])
    is_changed = first_line([*git, "status", "--porcelain"]) not in ("", "unknown")
    return name + (" with changes" if is_changed else "")


def first_line(command):
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return result.stdout.partition("\n")[0].strip() if result.returncode == 0 else "unknown"


def processor():
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        match = re.search(r"model name\s*:\s*(.+)", file.read())
    return match[1].strip() if match else platform.machine()


def memory_gigabytes():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30))


def file_system(directory):
    """On a tmpfs a sync costs nothing, so the kind must be told."""
    return first_line(["findmnt", "-n", "-o", "FSTYPE", "-T", directory])


def load_average():
    average = os.getloadavg()[0]
    if average > QUIET_LOAD_AVERAGE:
        say(f"the load average is {average:.1f}: on a busy machine the figures are worth little")
    return round(average, 2)
