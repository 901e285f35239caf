"""What the changes of a workload are applied with: replay, and what it is compared with."""
