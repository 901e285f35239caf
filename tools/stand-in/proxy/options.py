"""What the proxy is told when it starts. The control port changes some of it later."""

import argparse
import json

LOGINS = ("sha256", "md5-sha256", "sm3", "md5", "both", "none")


def add_fault_options(parser):
    for name in ("cut-after", "cut-inside", "cut-after-data", "cut-inside-data", "hold-after-data"):
        parser.add_argument(f"--{name}", type=int, metavar="N")
    for name in ("hold-keepalives", "hold-data", "stop-answering"):
        parser.add_argument(f"--{name}", action="store_true")


def add_stream_options(parser):
    parser.add_argument("--hold-seconds", type=float, default=0.2)
    parser.add_argument("--keepalive-seconds", type=float, default=1)
    parser.add_argument("--ask-reply-seconds", type=float, default=15)
    parser.add_argument("--sender-timeout-seconds", type=float, default=30)
    parser.add_argument("--batch-seconds", type=float, default=1)
    parser.add_argument("--batch-bytes", type=int, default=1024 * 1024)


def add_login_options(parser):
    parser.add_argument("--user", nargs=2, action="append", default=[], metavar=("NAME", "PASSWORD"))
    parser.add_argument("--users", metavar="FILE", help="a JSON object of names and passwords")
    parser.add_argument("--login", choices=LOGINS, default="sha256")
    parser.add_argument("--iterations", type=int, default=10000)
    parser.add_argument("--certificate", metavar="FILE")
    parser.add_argument("--key", metavar="FILE")


def parse_options(arguments=None):
    parser = argparse.ArgumentParser(prog="tools/stand-in/proxy", description="PostgreSQL, met as openGauss.")
    parser.add_argument("--listen", type=int, required=True, metavar="PORT")
    parser.add_argument("--listen-host", default="127.0.0.1", metavar="ADDRESS")
    parser.add_argument("--standby", action="store_true")
    parser.add_argument("--server-host", default="127.0.0.1")
    parser.add_argument("--server-port", type=int, required=True)
    parser.add_argument("--compatibility", choices=("A", "B", "PG"), default="PG")
    parser.add_argument("--thread-pool", action="store_true")
    parser.add_argument("--control", type=int, metavar="PORT")
    parser.add_argument("--feedback-log", metavar="FILE")
    add_login_options(parser)
    add_stream_options(parser)
    add_fault_options(parser)
    options = parser.parse_args(arguments)
    options.passwords = dict(options.user)
    if options.users:
        with open(options.users, encoding="utf-8") as file:
            options.passwords |= json.load(file)
    return options
