"""What was executed on the real openGauss for a recording, and the same on the stand-in."""

import io
import json
import re
import subprocess
from pathlib import Path

import psycopg2

RECORDINGS = Path(__file__).resolve().parents[1] / "Fixtures" / "recordings"
STREAM_STARTS = "-- stream starts here"

# The words of openGauss's SQL that PostgreSQL does not know, and what stands for them.
USTORE = (r"\s*with \(storage_type=ustore\)", "")
# In a B-compatible database.
TIMESTAMP = (r"\btimestamp\b", "timestamptz")


def unpacked(path):
    """The content of a fixture that may be packed."""
    if path.exists():
        return path.read_bytes()
    return subprocess.run(["lz4", "-dc", f"{path}.lz4"], check=True, stdout=subprocess.PIPE).stdout


class Workload:
    """Statements before the slot existed, and those in the stream, each with the session that said it."""

    def __init__(self, name, translations=(USTORE,)):
        self.name = name
        self.folder = RECORDINGS / name
        text = unpacked(self.folder / "workload.sql").decode()
        for words, stand_in in translations:
            text = re.sub(words, stand_in, text)
        self.failures = text.count("\n-- ERROR ")
        before, _, after = text.partition(STREAM_STARTS)
        self.setup = list(statements(before))
        self.stream = list(statements(after.partition("\n")[2]))

    def streams(self):
        """The names of what was recorded, `v_j0_ttt` and the like among them."""
        return sorted(path.name.removesuffix(".rec.lz4") for path in self.folder.glob("*.rec.lz4"))

    def options(self, stream):
        """What START_REPLICATION was given."""
        command = json.loads((self.folder / "meta.json").read_text())["dialects"][stream]["cmd"]
        return dict(re.findall(r"\"([^\"]+)\" '([^']*)'", command))

    def recording(self, stream):
        """The CopyData messages of one stream."""
        content, position = unpacked(self.folder / f"{stream}.rec"), 0
        while position < len(content):
            length = int.from_bytes(content[position:position + 4], "big")
            yield content[position + 4:position + 4 + length]
            position += 4 + length


def statements(text):
    """Pairs of session and statement. COPY has its lines behind it, up to `\\.`."""
    session, pending, is_copy = "s1", [], False
    for line in text.split("\n"):
        if not pending and line.startswith("--"):
            session = line.removeprefix("-- session ") if line.startswith("-- session ") else session
            continue
        pending.append(line)
        is_copy = is_copy or (len(pending) == 1 and re.match(r"copy .* from stdin", line) is not None)
        if line == "\\." if is_copy else line.endswith(";"):
            yield session, "\n".join(pending)
            pending, is_copy = [], False


class Sessions:
    """The connections of a workload, made when first named."""

    def __init__(self, connect):
        self.connect = connect
        self.connections = {}

    def run(self, pairs):
        """Runs every statement; those that fail, with their errors: a workload has some that fail on purpose."""
        failed = []
        for session, statement in pairs:
            try:
                self.execute(session, statement)
            except psycopg2.Error as error:
                failed.append((statement, str(error)))
        return failed

    def execute(self, session, statement):
        if session not in self.connections:
            self.connections[session] = self.connect()
        cursor = self.connections[session].cursor()
        if statement.startswith("copy ") and "from stdin" in statement:
            head, _, lines = statement.partition("\n")
            cursor.copy_expert(head, io.StringIO(lines.removesuffix("\\.")))
        else:
            cursor.execute(statement)

    def close(self):
        for connection in self.connections.values():
            connection.close()
