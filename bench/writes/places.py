"""Where the acts happen: homes that are copies of one, so that every id follows from the number of a place.

Home `k` has the ids of the first one plus `k` million. Of its sixty people the first thirty lie in the first thirty
beds since a year ago; the others have a file and no bed, and the other thirty beds are free.
"""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = [
    "BASES",
    "FREE",
    "HOMES",
    "NEW",
    "PLACES",
    "SHIFT",
    "TOKEN_SQL",
    "Place",
    "expression",
    "token_of",
]

HOMES, FREE = 64, 30
PLACES = HOMES * FREE
SHIFT = 1_000_000
NEW = 900_000_000_000
"""Ids from here on were given during the measurement."""

BASES = {
    "institutions": 10_000, "registered_beds": 20_000, "buildings": 30_000, "floors": 40_000, "rooms": 50_000,
    "room_terms": 60_000, "beds": 70_000, "bed_services": 80_000, "elders": 90_000, "stays": 100_000,
    "bed_claims": 110_000, "discharges": 120_000,
}  # fmt: skip
"""Where the ids of the first home begin, by table."""

OFFSETS: dict[str, Callable[[int], int]] = {
    "0": lambda _j: 0,
    ":j": lambda j: j,
    f":j + {FREE}": lambda j: j + FREE,
    ":j / 2": lambda j: j // 2,
    f"(:j + {FREE}) / 2": lambda j: (j + FREE) // 2,
}


@dataclass(frozen=True, slots=True)
class Place:
    """The `n`-th of all places: one resident, one who waits, one free bed."""

    n: int

    @property
    def k(self) -> int:
        """The number of the home."""
        return self.n // FREE

    @property
    def j(self) -> int:
        """The number within the home."""
        return self.n % FREE

    def id(self, table: str, offset: int = 0) -> int:
        """The id of a row of this place."""
        return BASES[table] + offset + self.k * SHIFT

    @property
    def home(self) -> int:
        """The home."""
        return self.id("institutions")

    @property
    def stay(self) -> int:
        """The stay of the resident."""
        return self.id("stays", self.j)

    @property
    def waiting(self) -> int:
        """The person without a bed."""
        return self.id("elders", self.j + FREE)

    @property
    def free_bed(self) -> int:
        """The bed without a person."""
        return self.id("beds", self.j + FREE)


def token_of(k: int) -> str:
    """The sign-in of the director of a home."""
    return f"bench-director-of-home-{k:04d}"


TOKEN_SQL = "('bench-director-of-home-' || lpad(:k, 4, '0'))"


def expression(value: int, place: Place) -> str | None:
    """Write an id of the place as pgbench computes it for any place; None for what is no id of a place."""
    bases = {base: table for table, base in BASES.items()}
    within = value % SHIFT
    table = bases.get(within - within % 10_000)
    if table is None or value // SHIFT != place.k or value < 10_000:
        return None
    for said, offset in OFFSETS.items():
        if within - BASES[table] == offset(place.j):
            return f"{BASES[table]} + {said} + :k * {SHIFT}"
    # Somebody else of the same home: where all its people are named, they are the same ones in every home.
    return f"{value - place.k * SHIFT} + :k * {SHIFT}"
