"""One module an engine, named like it with underscores; each holds `ENGINE` and is imported when it is
asked."""
