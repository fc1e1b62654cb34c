"""`make bench`: every benchmark, or the ones named: `make bench ARGS=board`."""

import asyncio
import sys

from bench import board, residents

BENCHMARKS = {"board": board.measure, "residents": residents.measure}


def main() -> None:
    """Run what was asked for."""
    wanted = sys.argv[1:] or list(BENCHMARKS)
    unknown = set(wanted) - set(BENCHMARKS)
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    for name in wanted:
        asyncio.run(BENCHMARKS[name]())


main()
