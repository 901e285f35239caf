"""A table that is printed or written in Markdown."""

import dataclasses


@dataclasses.dataclass
class TextTable:
    """Cells are text, `**` and backticks allowed."""

    title: str
    header: list
    rows: list

    def markdown(self):
        lines = [f"**{self.title}**", "", *("| " + " | ".join(row) + " |" for row in [self.header, *self.rows])]
        lines.insert(3, "|" + "---|" * len(self.header))
        return lines

    def plain(self):
        cells = [[cell.replace("*", "").replace("`", "") for cell in row] for row in [self.header, *self.rows]]
        widths = [max(len(row[column]) for row in cells) for column in range(len(self.header))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in cells]
        return [self.title, lines[0], "-" * (sum(widths) + 2 * len(widths) - 2), *lines[1:]]


def of_samples(figure, summary, unit="", aim="", digits=2):
    """A row of a median and its spread."""
    def text(value):
        return f"{value:,.{digits}f}{unit}"
    return [figure, text(summary["median"]), f"{text(summary['lowest'])} to {text(summary['highest'])}", aim]
