"""A recording, gone through capture into a spool of its own."""

import json

from process import run
from recordings.departures import AMBIGUOUS_NAME, has_ambiguous_names

NOBODY = {"host": "127.0.0.1", "port": 1, "user": "nobody", "password": "none"}


def done(*words):
    result = run(words)
    assert result.returncode == 0, f"{words} ended with {result.returncode}:\n{result.stdout}{result.stderr}"
    return result.stdout


def write_config(recording, directory):
    """A configuration for capture. No server is there to be asked anything."""
    sections = {
        "og_conn": NOBODY | {"database": recording.database, "charset": recording.encoding},
        "slot": {"name": "recording"} | recording.slot_options,
        "mysql": NOBODY | {"database": "nowhere"},
        "spool": {"directory": str(directory / "spool")},
    }
    config = directory / "config.yaml"
    config.write_text(json.dumps(sections, indent=1) + "\n")  # JSON is YAML
    config.chmod(0o600)
    return config


class SpooledRecording:
    """The spool of a recording and its records."""

    def __init__(self, recording, directory):
        self.spool, config = directory / "spool", write_config(recording, directory)
        unknown_table = AMBIGUOUS_NAME if has_ambiguous_names(recording) else None
        done("capture", "--config", config, "--recording", recording.unpack(directory, unknown_table))
        text = done("spool", "dump", "--json", "--config", config)
        self.records = [json.loads(line) for line in text.split("\n") if line]

    @property
    def commits(self):
        return [record for record in self.records if record["op"] == "commit"]

    @property
    def end(self):
        return self.commits[-1]["position"]

    def transactions(self):
        """Those with rows, each as its number and its changes; booleans, which not every dialect tells, are left open."""
        found, changes, number = [], [], None
        for record in self.records:
            if record["op"] == "begin":
                changes, number = [], record["xid"]
            elif record["op"] == "commit" and changes:
                found.append((number if number is not None else record["xid"], changes))
            elif record["op"] in ("insert", "update", "delete"):
                changes.append(change(record))
        return found


def change(record):
    types = record["types"]
    images = [
        {name: value if value is None or types[name] != "boolean" else "a boolean" for name, value in image.items()}
        for image in (record.get("new", {}), record.get("old", {}))
    ]
    return record["op"], record["schema"], record["table"], *images
