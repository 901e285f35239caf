"""Where a stream does not lead to the tables that the source held: what the server does, and no decoder can mend."""

import re

# Tables of which the stream does not tell everything, by workload. Whether it is so in a dialect is said by meta.json.
UNTOLD = {
    "bool_b": {"w_bool_b.bk": "a boolean is its key, and all booleans look the same"},
    "copy_b": {"w_copy_b.ctas": "parallel decoding drops rows that follow a catalog change in their transaction"},
    "ident_b": {"w_ident_b.n": "it has no identity", "w_ident_b.nopk_d": "it has no identity"},
    "ident_pg": {"w_ident_pg.n": "it has no identity", "w_ident_pg.nopk_d": "it has no identity"},
    "misc_a": {"w_misc_a.ph": "a partition was truncated"},
    "misc_b": {"w_misc_b.ph": "a partition was truncated"},
    "names_a": {"na.me t": "style t writes it as na me.t", "na me.t": "style t writes na.me t so"},
    "names_b": {"na.me t": "style t writes it as na me.t", "na me.t": "style t writes na.me t so"},
    "opt_b": {
        "w_opt_b.keep": "a row came from elsewhere and its origin was not asked for",
        "w_opt_b.other": "it is not in the white list", "w_opt_b.Quoted T": "it is not in the white list",
    },
} | {
    workload: {
        f"w_{workload}.t": "columns came and went", f"w_{workload}.r2": "it was renamed",
        f"w_{workload}.dr": "it was dropped and made anew", f"w_{workload}_x.newt": "it was renamed and moved",
        f"w_{workload}.tr": "parallel decoding tells no TRUNCATE",
        f"w_{workload}.tr2": "parallel decoding tells no TRUNCATE",
    }
    for workload in ("ddl_a", "ddl_b")
}

# Style t writes both na."me t" and "na me".t as `na me t`; with both in its catalogue, capture refuses to choose.
AMBIGUOUS_NAME, SAME_IN_STYLE_T = 'na."me t"', '"na me".t'

# Tables that have another name in the end, and whose rows are therefore in the stream only.
GONE = {workload: {f"w_{workload}.r", f"w_{workload}.newt"} for workload in ("ddl_a", "ddl_b")}

# Tables that only the spelling of booleans set apart: a spool has one for all.
MENDED = {"bool_b/v_ser_app_gsql": {"w_bool_b.bk", "w_bool_b.bf"}}

ROW_COUNTS = re.compile(r"(.+): (\d+) rows in table, (\d+) from stream")
NOT_FOUND = re.compile(r"(UPDATE|DELETE)(?: without identity on)? \('([^']+)', '([^']+)'\)")
# The tool that wrote meta.json read style t by guessing where the schema ends.
NOT_UNDERSTOOD = re.compile(r"other: table (\S+) (\S+) (UPDATE|DELETE):")


def has_ambiguous_names(recording):
    return recording.workload in ("names_a", "names_b") and recording.dialect in ("t0", "t1")


def row_counts(recording):
    """By table, as `schema.table`: how many rows the table and the stream's have, for each that differs."""
    matches = filter(None, map(ROW_COUNTS.match, recording.departures))
    no_departures = MENDED.get(repr(recording), ())
    return {match[1]: (int(match[2]), int(match[3])) for match in matches if match[1] not in no_departures}


def tables_with_misses(recording):
    """Tables of which the stream changes rows that it never told of."""
    found = filter(None, map(NOT_FOUND.match, recording.departures))
    guessed = filter(None, map(NOT_UNDERSTOOD.match, recording.departures))
    return {f"{match[2]}.{match[3]}" for match in found} | {f"{match[1]}.{match[2]}" for match in guessed}


def in_spool(recording, type_name, value):
    """The text that a spool keeps for a value that a SELECT prints as `value`: dolphin prints booleans as numbers."""
    if type_name == "boolean" and recording.compatibility == "B" and value is not None:
        return {"1": "t", "0": "f"}[value]
    return value


def as_streamed(recording, type_name, value):
    """The text that this stream has instead of `value`, the spool's."""
    if value is None:
        return None
    if type_name == "year" and value == "0000":
        return "0"
    if recording.compatibility != "B":
        return value
    if recording.stream == "v_ser_app_gsql":
        return as_streamed_to_gsql(type_name, value)
    return "f" if type_name == "boolean" and recording.dialect not in ("b0", "b1") else value


def as_streamed_to_gsql(type_name, value):
    """A client that calls itself gsql gets right booleans, and arrays and blobs in another form."""
    if type_name == "boolean[]":
        return "{" + ",".join({"1": "t", "0": "f"}.get(word, word) for word in value[1:-1].split(",")) + "}"
    return "\\x" + value.lower() if type_name == "blob" else value
