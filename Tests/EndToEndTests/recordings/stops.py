"""Recordings at which replay must stop, and what it must say; what it learns to apply is taken out of here."""

NO_COLUMN, NO_IDENTITY = "changes the column {} of {}, but .* has no such column", "{} on {} .* does not say which row it means"
NO_TABLE, NO_TYPE = "has no table .*\U0001F600", "the column {} of {} is of the type {}, which cannot be written"
NO_VALUE = "a value of the column {} of {} cannot be kept exactly in the target: .*NaN"

STOPS = {
    "bool_b": NO_TYPE.format("bl", "w_bool_b.f", "blob"),
    "ddl_a": NO_COLUMN.format("b", "w_ddl_a.t"),
    "ddl_b": NO_COLUMN.format("b", "w_ddl_b.t"),
    "ident_b": NO_IDENTITY.format("UPDATE", "w_ident_b.n"),
    "ident_pg": NO_IDENTITY.format("UPDATE", "w_ident_pg.n"),
    "names_a": NO_TABLE,
    "names_b": NO_TABLE,
    "types_a_bin": NO_TYPE.format("bl", "za.z_bin", "blob"),
    "types_a_bit": NO_TYPE.format("b1", "za.z_bit", "bit"),
    "types_a_dec": NO_VALUE.format("n1000", "za.z_dec"),
    "types_a_dt": NO_TYPE.format("iv", "za.z_dt", "interval"),
    "types_a_flt": NO_VALUE.format("f", "za.z_flt"),
    "types_a_misc": NO_TYPE.format("p", "za.z_misc", "point"),
    "types_b_bin": NO_TYPE.format("b8", "zb.z_bin", '"binary"'),
    "types_b_bit": NO_TYPE.format("b1", "zb.z_bit", "bit"),
    "types_b_dec": NO_VALUE.format("n1000", "zb.z_dec"),
    "types_b_dt": NO_TYPE.format("y", "zb.z_dt", "year"),
    "types_b_enumset": NO_TYPE.format("e", "zb.z_enumset", "zb.z_enumset_e_25354_anonymous_enum_1"),
    "types_b_flt": NO_VALUE.format("f", "zb.z_flt"),
    "types_b_misc": NO_TYPE.format("p", "zb.z_misc", "point"),
    "types_pg_bin": NO_TYPE.format("bl", "zp.z_bin", "blob"),
    "types_pg_bit": NO_TYPE.format("b1", "zp.z_bit", "bit"),
    "types_pg_dec": NO_VALUE.format("n1000", "zp.z_dec"),
    "types_pg_dt": NO_TYPE.format("iv", "zp.z_dt", "interval"),
    "types_pg_flt": NO_VALUE.format("f", "zp.z_flt"),
    "types_pg_misc": NO_TYPE.format("p", "zp.z_misc", "point"),
    "zerodate_b": NO_TYPE.format("y", "w_zerodate_b.z", "year"),
}
