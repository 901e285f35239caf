"""A scenario whose source is met as an openGauss: through a proxy of its own."""

import json

from proxy import Proxy, name_like_opengauss

# Shorter than openGauss would be.
IN_A_HURRY = ("--hold-seconds", "0.1", "--batch-seconds", "0.1")
FAST = {"parallel-decode-num": 2}
DIALECTS = [{}] + [
    {"parallel-decode-num": 2, "decode-style": style, "sending-batch": batch} for style in "jtb" for batch in (0, 1)
]


def dialect_name(dialect):
    return f"{dialect['decode-style']}{dialect['sending-batch']}" if dialect else "serial"


def insert(night, *ids):
    night.scenario.on_source(*(f"INSERT INTO guests VALUES ({number}, 'guest {number}')" for number in ids))


def spooled(night):
    return [int(row["id"]) for row in night.rows()]


def complaint(result, code, *words):
    """The sentence that a verb ended with."""
    assert result.returncode == code, f"exit code {result.returncode}: {result.stdout}{result.stderr}"
    sentence = result.stderr.strip().splitlines()[-1]
    for word in words:
        assert word in sentence, f"{word} is not in: {sentence}"
    return sentence


class ProxiedScenario:
    """Databases, slot, spool and configuration of a scenario; the configuration leads to the proxy."""

    def __init__(self, scenario, *options, **sections):
        self.scenario = scenario
        with scenario.source(superuser=True) as connection:
            connection.autocommit = True
            name_like_opengauss(connection)
        connection.close()
        self.proxies = []
        self.proxy = self.add_proxy(*options)
        self.configure(**sections)

    def add_proxy(self, *options, port=None):
        """One more way to the same source."""
        self.proxies.append(Proxy(self.scenario.environment, self.scenario.name, self.scenario.directory, *IN_A_HURRY, *options, port=port))
        return self.proxies[-1]

    def configure(self, **sections):
        sections["og_conn"] = {"port": self.proxy.port} | sections.get("og_conn", {})
        sections["capture"] = {"reconnect_delay_max_seconds": 1} | sections.get("capture", {})
        self.scenario.write_config(**sections)

    def capture_all(self):
        """Captures what the source has committed so far: all of it comes before an idle time."""
        result = self.scenario.run("capture", "--stop-when-idle", 1)
        assert result.returncode == 0, result.stderr
        return result.stderr

    def changes(self):
        """Everything in the spool."""
        return [json.loads(line) for line in self.scenario.done("spool", "dump", "--json").splitlines()]

    def rows(self, operation="insert"):
        return [change["new"] for change in self.changes() if change["op"] == operation]

    def stop(self):
        for proxy in self.proxies:
            proxy.stop()
