"""`make bench`: every benchmark, or the ones named: `make bench ARGS='census growth --size chongqing'`."""

import asyncio

from bench import board, census, growth, residents, waitlist, writes
from bench.options import read_options

BENCHMARKS = {
    "board": board.measure, "residents": residents.measure, "waitlist": waitlist.measure, "writes": writes.measure,
}  # fmt: skip
OF_A_PROVINCE = {"census": census.measure, "growth": growth.measure}


def main() -> None:
    """Run what was asked for."""
    options = read_options([*BENCHMARKS, *OF_A_PROVINCE])
    for name in options.names:
        asyncio.run(OF_A_PROVINCE[name](options) if name in OF_A_PROVINCE else BENCHMARKS[name]())


main()
