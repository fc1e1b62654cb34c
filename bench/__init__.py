"""Benchmarks: what a page costs beside its own SQL and its own template, in one run, as ratios."""
