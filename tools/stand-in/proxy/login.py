"""Meets a client: the packets without a tag, the startup packet, the login."""

import secrets
import ssl

from passwords import challenge
from wire import (CANCEL_REQUEST, GSS_REQUEST, PROTOCOLS, SSL_REQUEST, error_response, message, parse_parameters,
                  read_message, read_packet)

NO_GSS = error_response("FATAL", "0A000", "unsupported frontend protocol 1234.5680: server supports 1.0 to 3.51")
WRONG_PASSWORD = error_response("FATAL", "28P01", "Invalid username/password,login denied.")
NOT_HERE = error_response("FATAL", "08P01", "replication should connect HA port in thread_pool")
ONLY_REPLICATION = error_response("FATAL", "08P01", "the local listen ip and port is not for the gsql client")


class Refused(Exception):
    """The connection is closed, after these bytes where there are some."""

    def __init__(self, answer=b""):
        super().__init__("refused")
        self.answer = answer


class Client:
    """A client's connection and what its startup packet said."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer
        self.protocol = ""
        self.parameters = {}
        self.cancel_key = None

    @property
    def is_replication(self):
        return self.parameters.get("replication", "false").lower() not in ("false", "off", "no", "0", "f", "n")


def tls_context(options):
    if not options.certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    return context


async def meet(reader, writer, context):
    """Reads up to the startup packet, or to a request to cancel, whose key the client then has."""
    client = Client(reader, writer)
    while True:
        code, body = await read_packet(reader)
        if code == SSL_REQUEST:
            writer.write(b"S" if context else b"N")
            if context:
                await writer.start_tls(context)
        elif code == GSS_REQUEST:
            raise Refused(NO_GSS)
        elif code == CANCEL_REQUEST:
            client.cancel_key = body
            return client
        elif code in PROTOCOLS:
            client.protocol, client.parameters = PROTOCOLS[code], parse_parameters(body)
            return client
        else:
            version = f"{code >> 16}.{code & 0xFFFF}"
            raise Refused(error_response("FATAL", "0A000", f"unsupported frontend protocol {version}"))


def check_port(client, options, is_ha_port):
    if is_ha_port and not client.is_replication:
        raise Refused(ONLY_REPLICATION)
    if options.thread_pool and client.is_replication and not is_ha_port:
        raise Refused(NOT_HERE)


async def log_in(client, options):
    """An unknown user gets a challenge too, with a password that nobody has."""
    user = client.parameters.get("user", "")
    password = options.passwords.get(user, secrets.token_hex())
    asked = challenge(options.login, user, password, client.protocol, options.iterations)
    if asked is None:
        return
    client.writer.write(message(b"R", asked.request))
    tag, answer = await read_message(client.reader)
    if tag != b"p" or answer.rstrip(b"\0") != asked.answer:
        raise Refused(WRONG_PASSWORD)
