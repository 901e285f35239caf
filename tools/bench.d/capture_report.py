"""The figures of capture as a table."""

from table_text import TextTable, of_samples

HEADER = ["figure", "median", "lowest to highest", "aim"]
DECODING_AIMS = {"s": "400", "j": "400", "t": "400", "b": "700"}
MEMORY_AIM = "under 150 MB"


def capture_tables(results):
    rows = []
    for name, make in (
            ("capture.decoding", decoding_rows), ("capture.dialects", dialect_rows), ("capture.served", served_rows)):
        if name in results:
            rows += make(results[name])
    return [TextTable(title(results), HEADER, rows)]


def title(results):
    """How much was measured."""
    if "capture.dialects" not in results:
        return "Capture"
    figures = results["capture.dialects"]
    return (f"Capture of {figures['transactions']:,} one-row transactions of sysbench's `oltp_insert`"
            f" ({figures['payload_bytes'] / (1 << 20):,.0f} MB of messages),"
            f" {len(figures['dialects']['serial']['runs'])} runs of each side in turn")


def decoding_rows(decoding):
    """The aims are those of each style of the dialects."""
    rows = []
    for dialect, figures in decoding.items():
        rows += [
            of_samples(
                f"**decoding alone, {dialect}**, MB a second", figures["megabytes_per_second"],
                aim=DECODING_AIMS[dialect[0]], digits=0),
            of_samples(f"decoding over `memchr`, time, {dialect}", figures["scan_ratio"], digits=1),
        ]
    return rows


def dialect_rows(capture):
    rows = []
    for dialect, figures in capture["dialects"].items():
        rows += [
            of_samples(f"**capture over `pg_recvlogical`, {dialect}**", figures["ratio"], aim="0.95 or more"),
            of_samples(f"capture, transactions a second, {dialect}", figures["transactions_per_second"], digits=0),
            of_samples(
                f"`pg_recvlogical`, transactions a second, {dialect}",
                figures["pg_recvlogical_transactions_per_second"], digits=0),
            of_samples(
                f"**CPU of capture over the walsender's, {dialect}**", figures["cpu_over_walsender"], aim="0.5 or less"),
            of_samples(f"capture, CPU time, {dialect}", figures["cpu_seconds"], " s"),
            of_samples(f"`pg_recvlogical`, CPU time, {dialect}", figures["pg_recvlogical_cpu_seconds"], " s"),
            [f"**peak memory**, capture, {dialect}", f"{figures['peak_megabytes']:.0f} MB", "", MEMORY_AIM],
        ]
    return [
        *rows, ["**spool over messages, bytes, serial**", f"{capture['spool_ratio']:.2f}", "", "smaller is better"]]


def served_rows(served):
    return [
        of_samples(
            "**capture of a prepared stream, b1, transactions a second**", served["transactions_per_second"],
            aim="250,000", digits=0),
        of_samples("the same, CPU time", served["cpu_seconds"], " s"),
        [f"**peak memory**, one message of {served['giant_message_megabytes']} MB",
         f"{served['giant_message_peak_megabytes']:.0f} MB", "", "bounded"],
    ]
