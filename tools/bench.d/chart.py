"""Draws the rates of every side of every workload as bars, in an SVG file that is readable on a light and on a dark page."""

from xml.sax.saxutils import escape

TITLES = {"mariadb": "MariaDB", "mysql": "MySQL"}
WORDS = {
    "replay": "replay", "serial": "replay, one worker", "seed": "the seed's algorithm", "replica": "MariaDB's replica",
    "load-data": "LOAD DATA LOCAL", "multi-row-insert": "multi-row INSERT"}
WIDTH, MARGIN, GUTTER = 960, 16, 32
LABEL_WIDTH, VALUE_WIDTH = 130, 150
BAR_HEIGHT, BAR_STEP, HEADING_HEIGHT, PANEL_GAP = 13, 18, 22, 16
STYLE = """\
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-size: 15px; font-weight: 600 }
.heading { font-weight: 600 }
.value { font-variant-numeric: tabular-nums }
.bar { fill: #8c959f }
.replay { fill: #1f6feb }
.axis { stroke: #8c959f; stroke-width: 1 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.bar { fill: #6e7681 }
.replay { fill: #58a6ff }
}"""


def write_chart(results, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(drawing(results["replay.workloads"]["workloads"]))


def drawing(workloads):
    """One row of panels for each workload, one column for each target; each panel has a scale of its own."""
    kinds = list(dict.fromkeys(kind for workload in workloads.values() for kind in workload["targets"]))
    parts, top = [text(MARGIN, 26, "Rows a second, median; every panel has its own scale", "title")], 50
    for workload in workloads.values():
        parts.append(text(MARGIN, top, workload["title"], "heading"))
        panels = [workload["targets"][kind]["sides"] for kind in kinds]
        for number, (kind, sides) in enumerate(zip(kinds, panels)):
            parts += panel(left_of(number, len(kinds)), top + HEADING_HEIGHT - 16, TITLES[kind], sides, column_width(len(kinds)))
        top += HEADING_HEIGHT + BAR_STEP * (1 + max(map(len, panels))) + PANEL_GAP
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" role="img"'
        f' aria-label="Rows a second of replay and of what else applies the same changes">',
        f"<style>\n{STYLE}\n</style>", *parts, "</svg>", ""])


def column_width(columns):
    return (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns


def left_of(number, columns):
    return MARGIN + number * (column_width(columns) + GUTTER)


def panel(left, top, title, sides, width):
    parts = [text(left, top + 12, title)]
    longest = max((figures["rows_per_second"]["median"] for figures in sides.values()), default=1)
    ours = sides["replay"]["rows_per_second"]["median"] if "replay" in sides else None
    start, room = left + LABEL_WIDTH, width - LABEL_WIDTH - VALUE_WIDTH
    for number, (name, figures) in enumerate(sides.items()):
        rate = figures["rows_per_second"]["median"]
        y, length = top + BAR_STEP * (number + 1), max(1, room * rate / longest)
        words = f"{rate:,.0f}" + (f"  (replay: {ours / rate:.2f} ×)" if ours and name != "replay" else "")
        parts += [
            text(start - 6, y + 10, WORDS[name], anchor="end"),
            f'<rect class="{"replay" if name == "replay" else "bar"}" x="{start:.1f}" y="{y}" width="{length:.1f}"'
            f' height="{BAR_HEIGHT}" rx="2"><title>{escape(figures["title"])}: {rate:,.0f} rows a second</title></rect>',
            text(start + length + 6, y + 10, words, "value")]
    bottom = top + BAR_STEP * (len(sides) + 1) - 2
    return [*parts, f'<line class="axis" x1="{start:.1f}" y1="{top + BAR_STEP - 2}" x2="{start:.1f}" y2="{bottom}"/>']


def text(x, y, words, style="", anchor=None):
    attributes = (f' class="{style}"' if style else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{x:.1f}" y="{y}"{attributes}>{escape(words)}</text>'
