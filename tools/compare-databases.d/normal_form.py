"""One form for a value, whichever database it came from.

The source sends every value as its text (bytea as bytes), the target as text or, where it has no character set, as
bytes. A normalizer takes either and returns something whose repr() is equal exactly if the two databases mean the same.
"""

import json
import struct
from decimal import Decimal, InvalidOperation

INTEGERS = {"smallint", "integer", "bigint", "oid", "tinyint"}
FLOATING_TARGETS = {"float", "double", "real"}
DATE_AND_TIME_TARGETS = {"datetime", "timestamp"}


class Column:
    """A column of both sides: its name in each, the source's type name, the target's type and length in bytes."""

    def __init__(self, source_name, source_type, target_name, target_type, target_length):
        self.source_name = source_name
        self.source_type = source_type
        self.target_name = target_name
        self.target_type = target_type
        self.target_length = target_length

    def normalizer(self):
        kind = self.source_type
        if kind in ("numeric", "real", "double precision") or kind in INTEGERS:
            return self.number_normalizer()
        if kind == "bytea":
            return self.bytes_normalizer()
        if kind == "date" and self.target_type in DATE_AND_TIME_TARGETS:
            return moment
        return {
            "boolean": boolean,
            "character": unpadded,
            "date": date,
            "time without time zone": moment_without_trailing_zeros,
            "timestamp without time zone": moment,
            "timestamp with time zone": moment,
            "uuid": uuid,
            "json": json_value,
            "jsonb": json_value,
            "bit": bits,
            "bit varying": bits if self.target_type == "bit" else text,
        }.get(kind, text)

    def number_normalizer(self):
        if self.source_type == "real":
            return single
        if self.source_type == "double precision" or self.target_type in FLOATING_TARGETS:
            return double
        return integer if self.source_type in INTEGERS and self.target_type.endswith("int") else decimal

    def bytes_normalizer(self):
        """BINARY(n) fills up with zero bytes, so there the source's value is filled up too."""
        width = self.target_length if self.target_type == "binary" else 0
        return lambda value: as_bytes(value).ljust(width, b"\0")


def as_bytes(value):
    return value.encode() if isinstance(value, str) else bytes(value)


def text(value):
    return value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")


def unpadded(value):
    return text(value).rstrip(" ")


def integer(value):
    return int(value)


def decimal(value):
    """Exact, without the zeros that end it: no arithmetic, which would round."""
    value = text(value)
    if "e" in value or "E" in value:
        value = format(Decimal(value), "f")
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
    digits = digits.lstrip("0") or "0"
    digits = "0" + digits if digits.startswith(".") else digits
    return "0" if digits == "0" else sign + digits


def double(value):
    return float(value) + 0.0  # the sum makes a negative zero positive


def single(value):
    """Both sides as the nearest 32-bit float: the source writes its shortest digits, the target the exact double."""
    return struct.unpack("f", struct.pack("f", float(value)))[0] + 0.0


def boolean(value):
    if isinstance(value, bytes):
        return int.from_bytes(value, "big")
    return {"true": 1, "false": 0}.get(value) if value in ("true", "false") else int(value)


def bits(value):
    return int(value, 2) if isinstance(value, str) and value else int.from_bytes(as_bytes(value), "big")


def date(value):
    return text(value)


def moment(value):
    """A date and time of day in UTC; a date alone is its midnight."""
    value = text(value).removesuffix("+00")
    if len(value) == 10:
        return value + " 00:00:00"
    return moment_without_trailing_zeros(value)


def moment_without_trailing_zeros(value):
    value = text(value)
    return value.rstrip("0").rstrip(".") if "." in value else value


def uuid(value):
    if isinstance(value, bytes) and len(value) == 16:
        value = value.hex()
    return text(value).lower().replace("-", "")


def json_number(digits):
    try:
        return ("number", decimal(digits))
    except InvalidOperation:
        return ("number", digits)


def json_value(value):
    """Order of keys, blanks and ways to write a number don't count; text that is no JSON counts as it is."""
    value = text(value)
    try:
        parsed = json.loads(value, parse_float=json_number, parse_int=json_number)
    except ValueError:
        return ("text", value)
    return json_canonical(parsed)


def json_canonical(value):
    if isinstance(value, dict):
        return {key: json_canonical(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [json_canonical(item) for item in value]
    return value
