"""Two sides of a ratio that run in turn, and what is said about many samples."""

import statistics


def alternately(count, left, right):
    """Runs both sides `count` times; each time the other one begins, so that a drift of the machine favours neither."""
    pairs = []
    for number in range(count):
        runs = {}
        for side in (left, right) if number % 2 == 0 else (right, left):
            runs[side] = side(number)
        pairs.append((runs[left], runs[right]))
    return pairs


def summary(values, digits=3):
    """Median and spread, for the report and the JSON file."""
    values = list(values)
    return {
        "median": round(statistics.median(values), digits),
        "lowest": round(min(values), digits),
        "highest": round(max(values), digits),
        "samples": [round(value, digits) for value in values],
    }
