"""X12 5010 claim files: typed parts in `claims`, our own judge in `checks`, `writer` and `parser`."""
