"""The changes that replay is measured with: one module for each kind of load, each deterministic."""

from . import giant, hot_rows, hundred_rows, insert_only, parent_child, wide_rows, write_only

WORKLOADS = {
    workload.name: workload
    for workload in (
        insert_only.InsertOnly, write_only.WriteOnly, hot_rows.HotRows, parent_child.ParentChild, wide_rows.WideRows,
        hundred_rows.HundredRows, giant.Giant)
}
