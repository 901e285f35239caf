"""The figures of verify as a table."""

from replay_report import TITLES
from table_text import TextTable, of_samples

HEADER = ["figure", "median", "lowest to highest", "aim"]


def verify_tables(results):
    rows = []
    targets = results["verify.scans"]
    for kind, figures in targets.items():
        name = TITLES[kind]
        rows += [
            of_samples(f"**verify over scans of both sides, rows a second, {name}**", figures["ratio"], aim="a report"),
            of_samples(f"verify, rows a second, {name}", figures["rows_per_second"], digits=0),
            of_samples(f"the scans, rows a second, {name}", figures["scan_rows_per_second"], digits=0),
            of_samples(f"CPU time of verify, {name}", figures["cpu_seconds"], " s"),
            [f"**peak memory** of verify, {name}", f"{figures['peak_megabytes']:.0f} MB", "", "bounded"],
        ]
    first = next(iter(targets.values()))
    return [TextTable(
        f"A table of {first['rows']:,} rows on both sides, {len(first['runs'])} runs of each in turn", HEADER, rows)]
