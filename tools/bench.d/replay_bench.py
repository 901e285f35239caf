"""Replay of prepared workloads against what else applies the same changes: one table of figures for each workload and target."""

import dataclasses

from samples import summary
from sides.ceilings import LoadDataSide, MultiRowInsertSide
from sides.replay_side import ReplaySide, SerialSide
from sides.replica_side import ReplicaSide
from sides.seed_side import SeedSide
from target_state import make_ready, require
from workloads.prepared import prepare
from workplace import say

SIDES = ("replay", "serial", "seed", "replica", "load-data", "multi-row-insert")


def measure_replay(workplace, choice):
    """All chosen workloads, targets and sides, one after the other; every run is checked."""
    sides = make_sides(workplace, choice)
    found = {}
    for name in choice.workloads:
        prepared = prepare(workplace, name, choice)
        workload = prepared.workload
        for side in sides:
            if side.suits(prepared, "mariadb"):
                side.make_ready(prepared)
        targets = {kind: measure_target(workplace, prepared, kind, sides, min(choice.runs, workload.runs_max)) for kind in choice.targets}
        found[name] = {"title": workload.title, "rows": prepared.rows, "extent": prepared.extent._asdict(), "targets": targets}
    return {"workers": choice.workers, "runs": choice.runs, "workloads": found}


def make_sides(workplace, choice):
    makers = {
        "replay": lambda: ReplaySide(workplace, choice.workers, choice.replay_options),
        "serial": lambda: SerialSide(workplace, choice.replay_options),
        "seed": lambda: SeedSide(workplace),
        "replica": lambda: ReplicaSide(workplace, SeedSide(workplace)),
        "load-data": lambda: LoadDataSide(workplace),
        "multi-row-insert": lambda: MultiRowInsertSide(workplace),
    }
    return [makers[name]() for name in SIDES if name in choice.sides and (name != "replica" or "mariadb" in choice.targets)]


def measure_target(workplace, prepared, kind, sides, runs):
    """Sides take turns, so that a drift of the machine favours none; each begins once where there are runs enough."""
    sides = [side for side in sides if side.suits(prepared, kind)]
    samples = {side.name: [] for side in sides}
    best = {}
    for number in range(runs):
        turn = number % max(len(sides), 1)
        for side in sides[turn:] + sides[:turn]:
            tried = [best[side.name]] if side.name in best else side.variants(prepared)
            measured = [(run(workplace, prepared, kind, side, variant), variant) for variant in tried]
            fastest, best[side.name] = max(measured, key=lambda pair: pair[0].rows_per_second)
            samples[side.name].append(fastest)
    figures = {side.name: figures_of(side, samples[side.name], best[side.name]) for side in sides}
    return {"sides": figures, "ratios": ratios(samples)}


def run(workplace, prepared, kind, side, variant):
    make_ready(workplace, side.target(kind), prepared)
    measurement = side.measure(prepared, kind, variant)
    words = "" if variant is None else f" ({variant})"
    say(f"{prepared.workload.name}, {kind}, {side.name}{words}: {measurement.rows_per_second:,.0f} rows/s")
    require(workplace, side.target(kind), prepared, side.moment, side.title)
    return measurement


def figures_of(side, samples, variant):
    """Medians and spreads; the server's CPU time is also told for a million rows, since sides apply different numbers."""
    figures = {
        "title": side.title, "rows": samples[0].rows,
        "rows_per_second": summary((sample.rows_per_second for sample in samples), digits=0),
        "server_cpu_seconds_per_million_rows": summary(
            (sample.server_cpu_seconds * 1e6 / sample.rows for sample in samples), digits=1),
        "runs": [dataclasses.asdict(sample) for sample in samples],
    }
    if variant is not None:
        figures["workers"] = variant
    if samples[0].transactions is not None:
        figures["transactions_per_second"] = summary(
            (sample.transactions / sample.seconds for sample in samples), digits=0)
    if samples[0].cpu_seconds is not None:
        figures["cpu_seconds_per_million_rows"] = summary(
            (sample.cpu_seconds * 1e6 / sample.rows for sample in samples), digits=1)
        figures["peak_megabytes"] = max(sample.peak_megabytes for sample in samples)
    return figures


def ratios(samples):
    """Rows a second of replay over those of each other side, run by run."""
    ours = samples.get("replay", [])
    return {
        name: summary((our.rows_per_second / their.rows_per_second for our, their in zip(ours, theirs)), digits=2)
        for name, theirs in samples.items() if name != "replay" and ours
    }
