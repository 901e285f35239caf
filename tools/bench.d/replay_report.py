"""The figures of replay as tables: the ratios and what they aim at, and every side of every workload."""

from table_text import TextTable, of_samples

TITLES = {"mariadb": "MariaDB", "mysql": "MySQL"}
# Workload, the other side, what the ratio is called, its aim.
AIMED_RATIOS = (
    ("insert-only", "load-data", "inserts of one row a transaction: rows a second over `LOAD DATA LOCAL`", "0.6"),
    ("insert-only", "seed", "the same over the seed's algorithm", "8"),
    ("insert-only", "replica", "the same over MariaDB's own parallel replica", "8"),
    ("write-only", "seed", "write-only mix, over the seed's algorithm", "4"),
    ("write-only", "replica", "write-only mix, over MariaDB's own replica", "3"),
    ("hot-rows", "serial", "hot rows, over serial apply", "1.0 or more"),
)
BACKLOG_AIM, LATENCY_AIM, MEMORY_AIM, RESTART_AIM = "30,000", "p50 20 ms, p99 100 ms", "200 MB", "under 2 s"


def replay_tables(results):
    tables = [TextTable("Replay, and what it aims at", ["figure", "median", "lowest to highest", "aim"], aimed_rows(results))]
    if "replay.workloads" in results:
        tables += [workload_table(workload) for workload in results["replay.workloads"]["workloads"].values()]
    return tables


def aimed_rows(results):
    makers = {
        "replay.workloads": ratio_rows, "replay.backlog": backlog_rows, "replay.busy-latency": busy_latency_rows,
        "replay.restart": restart_rows, "replay.progress": progress_rows, "replay.idle-latency": idle_latency_rows,
        "replay.giant": giant_rows}
    return [row for name, make in makers.items() if name in results for row in make(results[name])]


def ratio_rows(figures):
    workloads, rows = figures["workloads"], []
    for name, side, words, aim in AIMED_RATIOS:
        for kind, target in workloads.get(name, {"targets": {}})["targets"].items():
            if side in target["ratios"]:
                rows.append(of_samples(f"**{words}, {TITLES[kind]}**", target["ratios"][side], aim=aim))
    peaks = {
        f"{name}, {TITLES[kind]}": target["sides"]["replay"]["peak_megabytes"]
        for name, workload in workloads.items() for kind, target in workload["targets"].items() if "replay" in target["sides"]}
    if peaks:
        worst = max(peaks, key=peaks.get)
        rows.append([f"**peak memory of replay**, the highest of all workloads ({worst})", f"{peaks[worst]:.0f} MB", "", MEMORY_AIM])
    return rows


def backlog_rows(figures):
    words = (f"capture and replay together from a backlog of {figures['transactions']:,} one-row transactions into"
             f" {TITLES[figures['target']]}, transactions a second")
    rows = []
    for dialect, found in figures["dialects"].items():
        rows += [
            of_samples(f"**{words}, {dialect}**", found["transactions_per_second"], aim=BACKLOG_AIM, digits=0),
            [f"peak memory of capture and replay there, {dialect}",
             f"{found['capture_peak_megabytes']:.0f} MB, {found['replay_peak_megabytes']:.0f} MB", "", MEMORY_AIM]]
    return rows


def busy_latency_rows(figures):
    found = figures["milliseconds"]
    return [[
        f"**from a commit's return to the row in {TITLES[figures['target']]}, {figures['transactions_per_second']} a second**",
        f"p50 {found['p50']} ms, p99 {found['p99']} ms",
        f"highest {found['highest']} ms; the watcher looks every {figures['resolution_milliseconds']} ms", LATENCY_AIM]]


def restart_rows(figures):
    return [of_samples(
        f"**restart over a sparse spool of {figures['gigabytes']} GB, until the first row is applied**",
        figures["seconds_to_first_row"], " s", RESTART_AIM)]


def progress_rows(figures):
    rows = []
    for name, found in figures["workloads"].items():
        rows += [
            of_samples(f"rows a second with the progress table, {name}, MySQL", found["rows_per_second"], digits=0),
            of_samples("the same without its statements, worked out", found["rows_per_second_without"], digits=0)]
    return rows


def idle_latency_rows(figures):
    return [
        of_samples("from a commit's return to the row in MariaDB, idle", figures["milliseconds"], " ms", digits=1),
        of_samples("the commit itself on the source", figures["source_commit_milliseconds"], " ms", digits=1)]


def giant_rows(figures):
    words = f"one transaction of {figures['rows']:,} rows"
    return [
        [f"**peak memory**, capture, {words}", f"{figures['capture_peak_megabytes']:.0f} MB", "", MEMORY_AIM],
        *([f"**peak memory**, replay, {words}, {TITLES[kind]}", f"{found['peak_megabytes']:.0f} MB", "", MEMORY_AIM]
          for kind, found in figures["replay"].items())]


WORKLOAD_HEADER = [
    "side", "target", "rows applied", "rows a second", "lowest to highest", "transactions a second", "replay over it",
    "CPU s per million rows, its own", "the server's", "peak memory"]


def workload_table(workload):
    """One line for each side and target."""
    sides = dict.fromkeys(side for target in workload["targets"].values() for side in target["sides"])
    rows = [
        side_row(TITLES[kind], target["sides"][side], target["ratios"].get(side))
        for side in sides for kind, target in workload["targets"].items() if side in target["sides"]]
    return TextTable(f"{workload['title']}: {workload['rows']:,} rows", WORKLOAD_HEADER, rows)


def side_row(target, figures, ratio):
    workers = f", {figures['workers']} workers" if "workers" in figures else ""
    rate = figures["rows_per_second"]
    peak = f"{figures['peak_megabytes']:.0f} MB" if "peak_megabytes" in figures else ""
    return [
        figures["title"] + workers, target, f"{figures['rows']:,}", f"{rate['median']:,.0f}",
        f"{rate['lowest']:,.0f} to {rate['highest']:,.0f}", median(figures, "transactions_per_second", 0),
        f"{ratio['median']:.2f}" if ratio else "", median(figures, "cpu_seconds_per_million_rows", 1),
        median(figures, "server_cpu_seconds_per_million_rows", 1), peak]


def median(figures, key, digits):
    return f"{figures[key]['median']:,.{digits}f}" if key in figures else ""
