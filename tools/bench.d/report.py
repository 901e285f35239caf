"""The figures as tables: for people at a terminal, and as sections of docs/benchmarks.md with a chart."""

import os

from capture_report import capture_tables
from chart import write_chart
from replay_report import replay_tables
from verify_report import verify_tables
from workplace import ROOT, BenchError, say

PAGE = os.path.join(ROOT, "docs", "benchmarks.md")
CHART = os.path.join(ROOT, "docs", "benchmarks-replay.svg")
BEGIN, END = "<!-- figures of {section} -->", "<!-- end of {section} -->"
SECTIONS = {"capture": capture_tables, "replay": replay_tables, "verify": verify_tables}


def names_of(section, results):
    return [name for name in results if name.startswith(section + ".")]


def plain(results):
    lines = [f"{name}: {fact}" for name, fact in results["conditions"].items()]
    for section, tables in SECTIONS.items():
        for table in tables(results) if names_of(section, results) else []:
            lines += ["", *table.plain()]
    if results["quick"]:
        lines += ["", "A quick run: it shows that everything works; its figures are worth little."]
    return "\n".join(lines)


def markdown(section, results):
    lines = [f"- {name}: {fact}" for name, fact in results["conditions"].items()]
    if section == "replay":
        lines += ["", f"![Rows a second of replay and of what else applies the same changes]({os.path.basename(CHART)})"]
    for table in SECTIONS[section](results):
        lines += ["", *table.markdown()]
    return "\n".join(lines)


def write_docs(results, figures):
    """Replaces what stands between the markers of each section of which every figure was measured."""
    for section in SECTIONS:
        missing = [name for name in figures if name.startswith(section + ".") and name not in results]
        if not names_of(section, results):
            continue
        if missing:
            raise BenchError(f"docs/benchmarks.md wants all figures of {section}, and {missing[0]} was not measured.")
        if section == "replay":
            write_chart(results, CHART)
        write_section(section, markdown(section, results))


def write_section(section, text):
    begin, end = BEGIN.format(section=section), END.format(section=section)
    with open(PAGE, encoding="utf-8") as file:
        before, found_begin, rest = file.read().partition(begin)
    _, found_end, after = rest.partition(end)
    if not found_begin or not found_end:
        raise BenchError(f"{PAGE} lacks the lines {begin} and {end}: put them where the figures belong.")
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(f"{before}{begin}\n\n{text}\n\n{end}{after}")
    say(f"wrote the figures of {section} into {PAGE}")
