"""Booleans in the answers of a B-compatible database: dolphin prints 1 and 0, except to clients with the name of one of openGauss's own tools."""

import struct

BOOLEAN, TEXT_FORMAT = 16, 0
TOOLS = {"gsql", "gs_dump", "gs_dumpall", "gs_probackup", "gs_rewind", "gs_clean"}
FIELD = struct.Struct(">IhIhih")
PRINTED = {b"t": b"1", b"f": b"0"}


class PrintedBooleans:
    """Follows the answers of one connection: a description of a row says which columns of the rows behind it are booleans."""

    def __init__(self, compatibility, application_name):
        self.is_needed = compatibility == "B" and application_name not in TOOLS
        self.columns = set()

    def printed(self, tag, body):
        """The body as the client gets it."""
        if not self.is_needed or tag not in b"TD":
            return body
        if tag == b"T":
            self.columns = set(boolean_columns(body))
            return body
        return row_with(body, self.columns)


def boolean_columns(body):
    offset = 2
    for column in range(struct.unpack_from(">H", body)[0]):
        offset = body.index(b"\0", offset) + 1
        _, _, type_oid, _, _, format_code = FIELD.unpack_from(body, offset)
        offset += FIELD.size
        if type_oid == BOOLEAN and format_code == TEXT_FORMAT:
            yield column


def row_with(body, columns):
    row, offset = [body[:2]], 2
    for column in range(struct.unpack_from(">H", body)[0]):
        length = struct.unpack_from(">i", body, offset)[0]
        value = body[offset + 4:offset + 4 + max(length, 0)]
        row += [body[offset:offset + 4], PRINTED.get(value, value) if column in columns else value]
        offset += 4 + len(value)
    return b"".join(row)
