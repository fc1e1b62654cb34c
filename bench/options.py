"""What may be said of a benchmark on the command line: `make bench ARGS='census --size chongqing'`."""

import argparse
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bench.size import SIZES

__all__ = ["Options", "read_options"]

SEED = 20261122
WHOLE = "chongqing"


@dataclass(frozen=True, slots=True)
class Options:
    """Which benchmarks, over how large a province, from which seed, and where it is kept."""

    names: list[str]
    size: str = "small"
    seed: int = SEED
    keep: Path | None = None

    @property
    def whole(self) -> bool:
        """Whether it is the province whose figures are kept."""
        return self.size == WHOLE

    def command(self, name: str) -> str:
        """Say how the figures of one benchmark are made again."""
        return f"make bench ARGS='{name} --size {self.size} --seed {self.seed}'"


def read_options(known: Collection[str]) -> Options:
    """Read the command line; an unknown name ends the program with the names there are."""
    reader = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    reader.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; all of them where none is named"
    )
    reader.add_argument(
        "--size", choices=list(SIZES), default="small", help="how large a province census and growth read"
    )
    reader.add_argument("--seed", type=int, default=SEED, help="another seed tells another province")
    reader.add_argument("--keep", type=Path, help="a folder in which loaded provinces stay for the next run")
    said = reader.parse_args()
    unknown = set(said.names) - set(known)
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    return Options(said.names or list(known), said.size, said.seed, said.keep)
