"""What openGauss asks of a client that logs in, and the answer that it expects."""

import hashlib
import hmac
import secrets
import struct

# How openGauss encodes 10000 iterations in the md5 over sha256.
TEN_THOUSAND = "ecdfecefade"

SERVER_KEY_LABELS = {"sha256": b"Sever Key", "sm3": b"Server Key"}


def hmac_sha256(key, text):
    return hmac.digest(key, text, "sha256")


def md5(*parts):
    return b"md5" + hashlib.md5(b"".join(parts)).hexdigest().encode()


class Keys:
    """The keys that the server keeps in the place of a password. `stored_hash` is sha256 or sm3."""

    def __init__(self, password, salt, iterations, stored_hash):
        base = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, iterations, 32)
        self.client = hmac_sha256(base, b"Client Key")
        self.stored = hashlib.new(stored_hash, self.client).digest()
        self.server = hmac_sha256(base, SERVER_KEY_LABELS[stored_hash])


class Challenge:
    """`request` is the body of the AuthenticationRequest, `answer` that of the only PasswordMessage it lets in."""

    def __init__(self, request, answer):
        self.request = request
        self.answer = answer


def salted_challenge(code, method, password, protocol, iterations, stored_hash, salt=None, token=None):
    """Codes 10 and 13: what follows the token depends on the protocol that the client announced."""
    salt, token = salt or secrets.token_bytes(32), token or secrets.token_bytes(4)
    keys = Keys(password, salt, iterations, stored_hash)
    request = struct.pack(">II", code, method) + salt.hex().encode() + token.hex().encode()
    if protocol == "3.0":
        request += hmac_sha256(keys.server, token).hex().encode()
    elif protocol == "3.51":
        request += struct.pack(">I", iterations)
    proof = bytes(a ^ b for a, b in zip(hmac_sha256(keys.stored, token), keys.client))
    return Challenge(request, proof.hex().encode())


def md5_over_sha256_challenge(password, salt=None, md5_salt=None):
    """Code 11. Only 10000 iterations: the encoding of other numbers is not known."""
    salt, md5_salt = salt or secrets.token_bytes(32), md5_salt or secrets.token_bytes(4)
    keys = Keys(password, salt, 10000, "sha256")
    hexadecimal = salt.hex() + keys.server.hex() + keys.stored.hex() + TEN_THOUSAND
    answer = md5(hexadecimal.encode(), md5_salt)
    return Challenge(struct.pack(">I", 11) + salt.hex().encode() + md5_salt, answer)


def md5_challenge(user, password, salt=None):
    salt = salt or secrets.token_bytes(4)
    inner = hashlib.md5((password + user).encode()).hexdigest().encode()
    return Challenge(struct.pack(">I", 5) + salt, md5(inner, salt))


def challenge(login, user, password, protocol, iterations):
    """None where the login is `none`."""
    if login == "none":
        return None
    if login == "md5" or (login == "both" and protocol == "3.0"):
        return md5_challenge(user, password)
    if login == "md5-sha256":
        return md5_over_sha256_challenge(password)
    if login == "sm3":
        return salted_challenge(13, 3, password, protocol, iterations, "sm3")
    return salted_challenge(10, 2, password, protocol, iterations, "sha256")
