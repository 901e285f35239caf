"""Recordings at which replay must stop, and what it must say; what it learns to apply is taken out of here."""

NO_COLUMN, NO_IDENTITY = "changes the column {} of {}, but .* has no such column", "{} on {} .* does not say which row it means"
NO_TABLE = "has no table .*\U0001F600"

STOPS = {
    "ddl_a": NO_COLUMN.format("b", "w_ddl_a.t"),
    "ddl_b": NO_COLUMN.format("b", "w_ddl_b.t"),
    "ident_b": NO_IDENTITY.format("UPDATE", "w_ident_b.n"),
    "ident_pg": NO_IDENTITY.format("UPDATE", "w_ident_pg.n"),
    "names_a": NO_TABLE,
    "names_b": NO_TABLE,
}
