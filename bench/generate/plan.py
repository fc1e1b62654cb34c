"""Which homes there are: how large, since when, on which paper, with rows of their own or with reported figures only."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bench.size import Size

__all__ = ["CITY", "Home", "county_codes", "plan"]

CITY = 990200
LONG_BEFORE = (400, 3000)
LEAST_BEDS = 6


@dataclass(frozen=True, slots=True)
class Home:
    """One home; days are numbers, None is never. `rows_from` is its first day with beds and people of its own."""

    number: int
    county: int
    place: int
    beds: int
    opened: int
    closed: int | None
    rows_from: int | None
    reports: bool
    paper_from: int | None
    paper_changes: int | None

    @property
    def seed(self) -> str:
        """The name of its dice."""
        return f"home {self.number}"


def county_codes(size: Size) -> list[int]:
    """List the made-up counties."""
    return [CITY + number for number in range(1, size.counties + 1)]


def plan(size: Size, seed: int) -> list[Home]:
    """Tell all homes of a size; a few have reported figures only, and one in eight of those not even that."""
    random = Random(f"{seed}/plan/{size.name}")
    counties = county_codes(size)
    paper_only = {number for number in range(size.homes) if number % 17 == 4}
    beds = iter(_beds(random, size.homes - len(paper_only), size.beds))
    return [
        _home(random, size, number, counties[number % len(counties)], next(beds) if number not in paper_only else 0)
        for number in range(size.homes)
    ]


def _beds(random: Random, homes: int, beds: int) -> list[int]:
    """Share beds out so that there are small and large homes and the sum is exact."""
    weights = [random.lognormvariate(0, 0.7) for _ in range(homes)]
    free = beds - LEAST_BEDS * homes
    total, shared, found = sum(weights), 0.0, []
    for weight in weights:
        before, shared = round(shared), shared + free * weight / total
        found.append(LEAST_BEDS + round(shared) - before)
    return found


def _home(random: Random, size: Size, number: int, county: int, beds: int) -> Home:
    days = size.days
    opened = -random.randint(*LONG_BEFORE) if random.random() < 0.8 else random.randint(1, days // 2)
    start = max(opened, 0)
    closed = random.randint(start + days // 4, days - 1) if random.random() < 0.04 else None
    late = random.random() < 0.25
    rows_from = random.randint(start, start + (days - start) // 3) if late else start
    papers = _papers(random, opened, start, days)
    silent = not beds and number % 8 == 4
    return Home(
        number, county, place=number // size.counties, beds=beds or random.randint(20, 200), opened=opened,
        closed=closed if beds else None, rows_from=rows_from if beds else None, reports=not silent,
        paper_from=papers[0], paper_changes=papers[1],
    )  # fmt: skip


def _papers(random: Random, opened: int, start: int, days: int) -> tuple[int | None, int | None]:
    """Say since when a paper registers the beds, and when a newer one takes its place."""
    draw = random.random()
    if draw < 0.02:
        return None, None
    begins = opened if draw < 0.95 else start + random.randint(1, days // 4)
    return begins, random.randint(start + days // 4 + 1, days - 1) if random.random() < 0.3 else None


def of_county(homes: list[Home], county: int) -> Iterator[Home]:
    """Give the homes of one county."""
    return (home for home in homes if home.county == county)
