"""Values of the recordings that MySQL cannot hold, the policies that settle them, and what the target must hold then.

docs/type-mapping.md says what each policy does. Whatever is not named here must arrive exactly.
"""

import decimal
from dataclasses import dataclass, field

LEAST = {"DATE": "0001-01-01", "DATETIME(6)": "0001-01-01 00:00:00", "TIMESTAMP": "1970-01-01 00:00:01"}
GREATEST = {
    "DATE": "9999-12-31", "DATETIME(6)": "9999-12-31 23:59:59.999999", "TIMESTAMP": "2038-01-19 03:14:07",
    "TIMESTAMP(6)": "2038-01-19 03:14:07.999999",
}
LEAST["TIMESTAMP(6)"] = LEAST["TIMESTAMP"]
NOT_FINITE = {"NaN", "Infinity", "-Infinity"}
DECIMALS, WHOLE_DIGITS = 30, 35


def clamped_moment(definition, value):
    if value == "infinity" or definition.startswith("TIMESTAMP") and value[:4] > "2038":
        return GREATEST[definition]
    is_too_early = definition.startswith("TIMESTAMP") and value[:4] < "1970" and not value.startswith("0000")
    return LEAST[definition] if value == "-infinity" or value.endswith(" BC") or is_too_early else value


def clamped_number(_, value):
    """DECIMAL(65,30): halves are rounded away from zero, and what is too large is all nines."""
    with decimal.localcontext(decimal.Context(prec=2000)):
        number = decimal.Decimal(value)
        rounded = number.quantize(decimal.Decimal(1).scaleb(-DECIMALS), decimal.ROUND_HALF_UP)
        largest = decimal.Decimal(f"{'9' * WHOLE_DIGITS}.{'9' * DECIMALS}")
        return format(max(-largest, min(largest, rounded)), "f")


def null_unless_finite(_, value):
    return None if value in NOT_FINITE else value


def null_unless_decimal(_, value):
    return None if value in NOT_FINITE or clamped_number(_, value).rstrip("0") != padded(value).rstrip("0") else value


def padded(value):
    return format(decimal.Decimal(value), "f") + ("" if "." in value else ".")


def null_unless_word(_, value):
    return value or None


@dataclass
class Policies:
    """By column, `table.column`: the policy, and what it makes of the column's definition and a value."""

    schema: str = ""
    columns: dict = field(default_factory=dict)
    # Where another server holds what this one does not.
    only_on: str = ""

    def settings(self):
        """The keys of the section `values`."""
        return {"columns": {f"{self.schema}.{column}": policy for column, (policy, _) in self.columns.items()}}

    def settled(self, table, column, definition, value):
        _, settle = self.columns.get(f"{table}.{column}", (None, None))
        return value if value is None or settle is None else settle(definition, value)


def for_both_tables(table, columns):
    return {f"{name}.{column}": settled for name in (table, f"{table}_full") for column, settled in columns.items()}


def of_moments(*columns):
    return for_both_tables("z_dt", {column: ("clamp", clamped_moment) for column in columns})


def of_floats(*columns):
    return {f"z_flt.{column}": ("null", null_unless_finite) for column in columns}


LARGE_NUMBERS = for_both_tables("z_dec", {"n1000": ("clamp", clamped_number)})
ANY_NUMBERS = LARGE_NUMBERS | for_both_tables("z_dec", {"d": ("null", null_unless_decimal)})
LONG_NUMBERS = {"z_json.j": ("clamp", lambda _, value: value), "z_json.jb": ("clamp", lambda _, value: value)}
MOMENTS = of_moments("d", "dt", "dt6", "ts", "ts6", "tz")

POLICIES = {
    "types_a_dec": Policies("za", ANY_NUMBERS), "types_pg_dec": Policies("zp", ANY_NUMBERS),
    "types_b_dec": Policies("zb", LARGE_NUMBERS),
    "types_a_dt": Policies("za", MOMENTS), "types_b_dt": Policies("zb", MOMENTS), "types_pg_dt": Policies("zp", MOMENTS),
    "types_a_flt": Policies("za", of_floats("f", "d")), "types_b_flt": Policies("zb", of_floats("f", "d")),
    "types_pg_flt": Policies("zp", of_floats("f", "d")),
    # A number of more digits than a double has: MySQL's JSON keeps doubles, MariaDB's the text. It is gone again in the end.
    "types_a_json": Policies("za", LONG_NUMBERS, "mysql"), "types_b_json": Policies("zb", LONG_NUMBERS, "mysql"),
    "types_pg_json": Policies("zp", LONG_NUMBERS, "mysql"),
    "zerodate_b": Policies("w_zerodate_b", {"z.e": ("null", null_unless_word)}),
}
NO_POLICIES = Policies()
