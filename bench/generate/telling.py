"""A whole county told from its seed, and the few rows that no home owns."""

from random import Random
from typing import Any

from bench.generate.days import Days
from bench.generate.houses import tell_home, tell_rooms
from bench.generate.lives import tell_lives
from bench.generate.people import People
from bench.generate.plan import CITY, Home, county_codes
from bench.generate.rows import Rows
from bench.size import Size

__all__ = ["regions", "tell_county"]

NUMERALS = "一二三四五六七八九"
RULED = ("hospital", "leave", "under_60", "travel", "trial")
TOWNSHIPS = 4


def regions(size: Size) -> list[tuple[Any, ...]]:
    """Give code, parent, level, name, how it is read, and that it is made up: a city with its counties and townships."""
    found: list[tuple[Any, ...]] = [(CITY, CITY // 10000 * 10000, "city", "合成市", "he cheng shi", "hcs", True)]
    for code in county_codes(size):
        number = code - CITY
        found.append((code, CITY, "county", f"合成{_numeral(number)}县", f"he cheng {number:02} xian", "hcx", True))
        for place in range(1, TOWNSHIPS + 1):
            name = f"合成{_numeral(place)}镇"
            found.append((code * 1000 + place, code, "township", name, f"he cheng {place} zhen", "hcz", True))
    return found


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十") + (NUMERALS[ones - 1] if ones else "")


def tell_county(rows: Rows, days: Days, seed: int, county: int, homes: list[Home]) -> None:
    """Tell every home of a county; each one has dice of its own, so it is the same in whatever order it is told."""
    _rulings(rows, days, seed, county)
    for home in homes:
        random = Random(f"{seed}/{home.seed}")
        institution_id = tell_home(rows, days, home, random)
        if home.rows_from is None:
            continue
        people = People(rows, days, county, institution_id, random)
        for room in tell_rooms(rows, days, home, institution_id, random):
            tell_lives(rows, days, people, room, random)


def _rulings(rows: Rows, days: Days, seed: int, county: int) -> None:
    """One county in three answers a question of counting in its own way, for a part of the years."""
    random = Random(f"{seed}/rulings/{county}")
    if (county - CITY) % 3 != 1:
        return
    begins = random.randrange(days.count // 2)
    ends = random.choice((None, begins + days.count // 3))
    rows.add("rulings", county, rows.new("rulings"), random.choice(RULED), False, "合成市口径", days.on(begins),
             days.on(ends), days.noted(begins))  # fmt: skip
