"""Recordings at which replay must stop, and what it must say; what it learns to apply is taken out of here."""

from recordings.departures import row_counts

NO_COLUMN, NO_IDENTITY = "changes the columns? {}(, \\w+)* of {}, which .* lacks", "{} on {} .* does not say which row it means"
NO_TABLE = "has no table .*\U0001F600"

STOPS = {
    "ddl_a": NO_COLUMN.format("b", "w_ddl_a.t"),
    "ddl_b": NO_COLUMN.format("b", "w_ddl_b.t"),
    "ident_b": NO_IDENTITY.format("UPDATE", "w_ident_b.n"),
    "ident_pg": NO_IDENTITY.format("UPDATE", "w_ident_pg.n"),
    "names_a": NO_TABLE,
    "names_b": NO_TABLE,
}

# Where every boolean is printed as false, the rows of a table whose key is one look the same.
BOOLEAN_KEY, SAME_KEY = "w_bool_b.bk", "the target refused a row of w_bool_b.bk .*Duplicate entry"


def expected_stop(recording):
    """None where replay applies all of it."""
    return SAME_KEY if BOOLEAN_KEY in row_counts(recording) else STOPS.get(recording.workload)
