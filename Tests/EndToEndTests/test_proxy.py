"""The proxy before the stand-in is met as openGauss was: logins, names, slots and errors."""

import importlib.util
import json
import re
import ssl
import struct
import subprocess

import pytest

from environment import ROOT
from opengauss_client import GSS_REQUEST, SSL_REQUEST, Client, Closed
from proxied_source import failure, options_of, source, start_proxy  # noqa: F401
from proxy import PROXY


# Logins

def passwords():
    """The proxy's module; its folder is on no path of ours."""
    specification = importlib.util.spec_from_file_location("passwords", PROXY / "passwords.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def challenge_like(handshake, request):
    """What the proxy would have asked with the salts of the recorded AuthenticationRequest."""
    module, password, code = passwords(), handshake["right_password"], struct.unpack_from(">I", request)[0]
    if code == 5:
        return module.md5_challenge(handshake["user"], password, request[4:8])
    if code == 11:
        return module.md5_over_sha256_challenge(password, bytes.fromhex(request[4:68].decode()), request[68:72])
    salt, token = bytes.fromhex(request[8:72].decode()), bytes.fromhex(request[72:80].decode())
    return module.salted_challenge(
        code, struct.unpack_from(">I", request, 4)[0], password, handshake["protocol"], handshake["iterations_at_creation"],
        "sm3" if code == 13 else "sha256", salt, token)


def test_challenges_are_those_of_recorded_handshakes():
    """The same request, and the same answers let in, as on the real server."""
    lines = (ROOT / "Tests" / "Fixtures" / "handshakes" / "handshakes.jsonl").read_text().splitlines()
    codes = set()
    for handshake in map(json.loads, lines):
        server, client = ([bytes.fromhex(message["hex"]) for message in handshake["messages"] if message["dir"] == side]
                          for side in ("server", "client"))
        request = server[0][5:1 + struct.unpack_from(">I", server[0], 1)[0]]
        challenge = challenge_like(handshake, request)
        assert challenge.request == request, handshake["name"]
        is_let_in = handshake["info"].get("ready", False)
        assert (client[1][5:].rstrip(b"\0") == challenge.answer) == is_let_in, handshake["name"]
        codes.add(struct.unpack_from(">I", request)[0])
    assert codes == {5, 10, 11, 13}


@pytest.mark.parametrize("login, protocol, codes", [
    ("sha256", "3.0", [10, 0]), ("sha256", "3.50", [10, 0]), ("sha256", "3.51", [10, 0]),
    ("md5-sha256", "3.51", [11, 0]), ("sm3", "3.51", [13, 0]), ("md5", "3.0", [5, 0]),
    ("both", "3.0", [5, 0]), ("both", "3.51", [10, 0]), ("none", "3.0", [0]),
])
def test_logins(start_proxy, login, protocol, codes):
    proxy = start_proxy("--login", login)
    with proxy.connect(protocol=protocol) as client:
        assert client.auth_codes == codes
        assert client.query("SELECT 1") == [("1",)]
    if login != "none":
        fields = failure(lambda: proxy.connect(protocol=protocol, password="wrong"))
        assert fields == {
            "S": "FATAL", "c": "0", "M": "Invalid username/password,login denied.", "C": "28P01", "d": "BACKEND"}
        assert failure(lambda: proxy.connect(protocol=protocol, user="nobody"))["C"] == "28P01"


def test_another_number_of_iterations_suits_only_protocol_3_51(start_proxy):
    proxy = start_proxy("--iterations", "2048")
    proxy.connect(protocol="3.51").close()
    assert failure(lambda: proxy.connect(protocol="3.0"))["C"] == "28P01"


def test_tls_and_requests_before_the_startup(start_proxy, tmp_path):
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.create_default_context(cafile=certificate)
    with start_proxy("--certificate", certificate, "--key", key).connect(tls=context) as client:
        assert client.query("SELECT 1") == [("1",)]
    plain = start_proxy()
    with Bare(plain) as bare:
        bare.send_packet(SSL_REQUEST, b"")
        assert bare.socket.recv(10) == b"N"
        bare.send_packet(GSS_REQUEST, b"")
        assert failure(bare.receive)["C"] == "0A000"


class Bare(Client):
    """A connection on which nothing has been said."""

    def __init__(self, proxy):
        super().__init__(proxy.port, proxy.user, proxy.password, proxy.database)

    def log_in(self):
        """Nothing has been asked."""

    def send_packet(self, code, body):
        if code in (SSL_REQUEST, GSS_REQUEST):
            super().send_packet(code, body)


# Names and errors

def test_names_of_9_2(start_proxy, source):
    source.slot()
    with start_proxy("--compatibility", "B").connect(replication=True) as client:
        assert client.parameters["server_version"] == "9.2.4"
        assert client.key is None, "a replication connection has no key to cancel with"
        assert client.query("SELECT version()")[0][0].startswith("(openGauss 6.0.0 build ")
        assert client.columns == ["version"]
        assert client.query("SHOW sql_compatibility") == [("B",)]
        assert client.query("SHOW enable_thread_pool") == [("off",)]
        assert client.query("SELECT pg_xlog_location_diff('0/20', '0/10')") == [("16",)]
        assert re.fullmatch(r"[0-9A-F]+/[0-9A-F]+", client.query("SELECT pg_current_xlog_location()")[0][0])
        slot = dict(zip(client.columns, client.query("SELECT * FROM pg_replication_slots")[0]))
        rows = client.query(f"SELECT confirmed_flush FROM pg_replication_slots WHERE slot_name = '{source.name}'")
        assert client.columns == ["confirmed_flush"] and "/" in rows[0][0], slot
        assert client.query("IDENTIFY_VERSION") == [("90204", "MPPDB", "1")]
        client.query("IDENTIFY_SYSTEM")
        assert client.columns == ["systemid", "timeline", "xlogpos", "dbname"]


@pytest.mark.parametrize("compatibility, name, printed", [("B", "test", "10"), ("B", "gsql", "tf"), ("A", "test", "tf")])
def test_booleans_are_printed_as_dolphin_does(start_proxy, compatibility, name, printed):
    with start_proxy("--compatibility", compatibility).connect(name=name) as client:
        answer = client.query("SELECT true, false, 't'::text, NULL::boolean")[0]
    assert answer == (*printed, "t", None)


def test_slots_and_fatal_errors(start_proxy, source):
    proxy = start_proxy()
    with proxy.connect(replication=True) as client:
        client.query(f"CREATE_REPLICATION_SLOT {source.name} LOGICAL mppdb_decoding")
        assert client.columns == ["slot_name", "consistent_point", "snapshot_name", "output_plugin"]
        client.query(f"DROP_REPLICATION_SLOT {source.name}")
        assert client.tags == ["DROP_REPLICATION_SLOT", "SELECT"]
        fields = failure(lambda: client.query("SELECT * FROM nowhere"))
        assert (fields["S"], fields["C"], fields["d"]) == ("FATAL", "42P01", "BACKEND")
        with pytest.raises(Closed):
            client.receive()
    with proxy.connect() as client:
        assert failure(lambda: client.query("SELECT * FROM nowhere"))["S"] == "ERROR"


@pytest.mark.parametrize("options, is_late, code, text", [
    ({"decode-style": "j"}, True, "22023", 'option "decode-style" = "j" is unknown'),
    ({"parallel-decode-num": "1", "sending-batch": "1"}, True, "22023", 'option "sending-batch" = "1" is unknown'),
    ({"nonsense": "1"}, True, "22023", 'option "nonsense" = "1" is unknown'),
    ({"parallel-decode-num": "2", "nonsense": "1"}, False, "22023", 'option "nonsense" = "1" is unknown'),
    ({"parallel-decode-num": "21"}, False, "22023", 'could not parse value "21" for parameter "parallel-decode-num"'),
    ({"parallel-decode-num": "2", "decode-style": "x"}, False, "22023",
     'could not parse value "x" for parameter "decode-style"'),
    ({"parallel-decode-num": "2", "parallel-queue-size": "100"}, False, "22023",
     'could not parse value "100" for parameter "parallel-queue-size"'),
])
def test_bad_options(start_proxy, source, options, is_late, code, text):
    """The serial dialect says it after CopyBothResponse, the parallel ones instead of it."""
    slot = source.slot()
    with start_proxy().connect(replication=True) as client:
        if is_late:
            client.start(slot, options)
            fields = failure(client.receive)
        else:
            fields = failure(lambda: client.start(slot, options))
        assert (fields["S"], fields["C"], fields["M"]) == ("FATAL", code, text)


def test_a_missing_slot(start_proxy):
    proxy = start_proxy()
    with proxy.connect(replication=True) as client:
        assert failure(lambda: client.start("nowhere"))["C"] == "42704"
    with proxy.connect(replication=True) as client:
        fields = failure(lambda: client.start("nowhere", options_of("b1")))
        assert (fields["C"], fields["M"]) == ("DB010", "Invalid logical replication slot nowhere.")


def test_thread_pool_has_a_port_for_replication(start_proxy):
    proxy = start_proxy("--thread-pool")
    assert "HA port in thread_pool" in failure(lambda: proxy.connect(replication=True))["M"]
    assert "not for the gsql client" in failure(lambda: proxy.connect(port=proxy.port + 1))["M"]
    with proxy.connect(replication=True, port=proxy.port + 1) as client:
        assert client.query("SHOW enable_thread_pool") == [("on",)]
