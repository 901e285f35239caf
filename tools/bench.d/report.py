"""The figures as a table for people and as a section of docs/benchmarks.md."""

import os
from typing import NamedTuple

from workplace import ROOT, BenchError, say

PAGE = os.path.join(ROOT, "docs", "benchmarks.md")
BEGIN, END = "<!-- figures of tools/bench -->", "<!-- end of tools/bench -->"
TITLES = {"mariadb": "MariaDB", "mysql": "MySQL"}
MEMORY_AIM = "under 150 MB"


class Row(NamedTuple):
    """One line of the table."""

    figure: str
    median: str
    spread: str
    aim: str


HEADER = Row("figure", "median", "lowest to highest", "aim")


def rows(results):
    return [*decoding_rows(results["decoding"]), *capture_rows(results["capture"]), *served_rows(results["served"]), *replay_rows(results["replay"]), *memory_rows(results),
            *latency_rows(results["latency"])]


def of_samples(figure, summary, unit="", aim="", digits=2):
    """A row of a median and its spread."""
    text = lambda value: f"{value:,.{digits}f}{unit}"  # noqa: E731
    return Row(figure, text(summary["median"]), f"{text(summary['lowest'])} to {text(summary['highest'])}", aim)


def decoding_rows(decoding):
    """The aims are those of each style of the dialects."""
    aims = {"s": "400", "j": "400", "t": "400", "b": "700"}
    found = []
    for dialect, figures in decoding.items():
        found += [
            of_samples(
                f"**decoding alone, {dialect}**, MB a second", figures["megabytes_per_second"], aim=aims[dialect[0]],
                digits=0),
            of_samples(f"decoding over `memchr`, time, {dialect}", figures["scan_ratio"], digits=1),
        ]
    return found


def capture_rows(capture):
    found = []
    for dialect, figures in capture["dialects"].items():
        found += [
            of_samples(f"**capture over `pg_recvlogical`, {dialect}**", figures["ratio"], aim="0.95 or more"),
            of_samples(f"capture, transactions a second, {dialect}", figures["transactions_per_second"], digits=0),
            of_samples(
                f"`pg_recvlogical`, transactions a second, {dialect}",
                figures["pg_recvlogical_transactions_per_second"], digits=0),
            of_samples(f"**CPU of capture over the walsender's, {dialect}**", figures["cpu_over_walsender"], aim="0.5 or less"),
            of_samples(f"capture, CPU time, {dialect}", figures["cpu_seconds"], " s"),
            of_samples(f"`pg_recvlogical`, CPU time, {dialect}", figures["pg_recvlogical_cpu_seconds"], " s"),
        ]
    return [*found, Row("**spool over messages, bytes, serial**", f"{capture['spool_ratio']:.2f}", "", "smaller is better")]


def served_rows(served):
    return [
        of_samples(
            "**capture of a prepared stream, b1, transactions a second**", served["transactions_per_second"],
            aim="250,000", digits=0),
        of_samples("the same, CPU time", served["cpu_seconds"], " s"),
        Row(f"**peak memory**, one message of {served['giant_message_megabytes']} MB",
            f"{served['giant_message_peak_megabytes']:.0f} MB", "", "bounded"),
    ]


def replay_rows(replay):
    found = []
    for kind, figures in replay.items():
        title = TITLES[kind]
        found += [
            of_samples(f"**replay over `LOAD DATA`, {title}**", figures["ratio"], aim="the start line"),
            of_samples(f"replay, rows a second, {title}", figures["rows_per_second"], digits=0),
            of_samples(f"`LOAD DATA`, rows a second, {title}", figures["load_data_rows_per_second"], digits=0),
            of_samples(f"replay, CPU time, {title}", figures["cpu_seconds"], " s"),
        ]
    return found


def memory_rows(results):
    """Peaks are the highest of all runs."""
    giant = results["giant"]
    many = f"one transaction of {giant['rows']:,} rows"
    peaks = {
        f"capture, load, {dialect}": figures["peak_megabytes"]
        for dialect, figures in results["capture"]["dialects"].items()
    }
    peaks |= {f"replay, load, {TITLES[kind]}": figures["peak_megabytes"] for kind, figures in results["replay"].items()}
    peaks[f"capture, {many}"] = giant["capture_peak_megabytes"]
    peaks |= {f"replay, {many}, {TITLES[kind]}": figures["peak_megabytes"] for kind, figures in giant["replay"].items()}
    return [Row(f"**peak memory**, {name}", f"{peak:.0f} MB", "", MEMORY_AIM) for name, peak in peaks.items()]


def latency_rows(latency):
    return [
        of_samples("from a commit's return to the row in MariaDB, idle", latency["milliseconds"], " ms", digits=1),
        of_samples("the commit itself on the source", latency["source_commit_milliseconds"], " ms", digits=1),
    ]


def extent(results):
    """How much was measured, in one sentence."""
    capture = results["capture"]
    pairs, samples = len(capture["dialects"]["serial"]["runs"]), len(results["latency"]["milliseconds"]["samples"])
    return (f"{capture['transactions']:,} one-row transactions of sysbench's `oltp_insert`"
            f" ({capture['payload_bytes'] / (1 << 20):,.0f} MB of messages), {pairs} runs of each side in turn;"
            f" {samples} single commits for the latency.")


def plain(results):
    table = [Row(*(cell.replace("*", "").replace("`", "") for cell in row)) for row in [HEADER, *rows(results)]]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADER))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in table]
    lines.insert(1, "-" * (sum(widths) + 2 * len(widths) - 2))
    facts = [f"{name}: {fact}" for name, fact in results["conditions"].items()]
    if results["quick"]:
        lines += ["", "A quick run: it shows that everything works; its figures are worth little."]
    return "\n".join([*facts, extent(results).replace("`", ""), "", *lines])


def markdown(results):
    facts = [f"- {name}: {fact}" for name, fact in results["conditions"].items()]
    table = ["| " + " | ".join(row) + " |" for row in [HEADER, *rows(results)]]
    table.insert(1, "|---|---|---|---|")
    return "\n".join([*facts, f"- extent: {extent(results)}", "", *table])


def write_docs(section):
    """Replaces what stands between the markers of the page."""
    with open(PAGE, encoding="utf-8") as file:
        before, begin, rest = file.read().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise BenchError(f"{PAGE} lacks the lines {BEGIN} and {END}: put them where the figures belong.")
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n\n{section}\n\n{END}{after}")
    say(f"wrote the figures into {PAGE}")
