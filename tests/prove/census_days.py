"""Random pasts of homes counted by the sweep and by a count of every single day and person.

    python -m tests.prove.census_days [PASTS] [SEED]

Every hundredth past is one of ten years. The sums of each day must follow from the day before in every split, and each
planted fault must be seen. The speed of the sweep is measured on a home of 160 beds. The figure goes to
docs/figures/census_days.json.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from app.census.rules.days import days_of, reconcile
from app.census.rules.facts import HomeFacts
from app.census.rules.rulings import Answer
from tests.census.big import a_big_home, touching
from tests.census.brute import Counted, brute_days, differences
from tests.census.faults import FAULTS
from tests.census.pasts import PAST_BEGINS, PAST_DAYS, a_past
from tests.prove.races import machine

EVERY, TEN_YEARS = 100, 3_650
FAULTY = 40
"""So many pasts are counted with each fault."""

Past = tuple[HomeFacts, list[Answer], int]


def prove(pasts: int, seed: int) -> dict[str, Any]:
    """Count them all both ways, then with each fault planted."""
    begun, total, seen = time.monotonic(), Counter[str](), Counter[str]()
    for number in range(pasts):
        length = TEN_YEARS if number % EVERY == EVERY - 1 else PAST_DAYS
        home, rulings = a_past(Random(seed + number), people=6 if length == PAST_DAYS else 20, days=length)
        first, last = PAST_BEGINS - timedelta(days=3), PAST_BEGINS + timedelta(days=length + 3)
        expected = brute_days(home, rulings, first, last)
        total += _compared(home, rulings, expected)
        for name, fault in FAULTS.items() if number < FAULTY else ():
            with fault():
                seen[name] += bool(_compared(home, rulings, expected)["differences"])
    return {
        "figure": "census_days", "command": f"python -m tests.prove.census_days {pasts} {seed}", "seed": seed,
        "pasts": pasts, "of_ten_years": pasts // EVERY, "seconds": round(time.monotonic() - begun, 1),
        **{name: total[name] for name in ("days", "people", "differences", "broken_sums")},
        "planted": {"pasts": min(FAULTY, pasts), "seen_in": {name: seen[name] for name in FAULTS}},
        "speed": speed(seed), "machine": machine(),
    }  # fmt: skip


def _compared(home: HomeFacts, rulings: list[Answer], expected: list[Counted]) -> Counter[str]:
    days = days_of(home, rulings, expected[0]["day"], expected[-1]["day"])
    return Counter(
        days=len(days),
        people=sum(day.of("in_residence") for day in days),
        differences=sum(bool(differences(one, other)) for one, other in zip(days, expected, strict=True)),
        broken_sums=sum(bool(reconcile(before, after)) for before, after in pairwise(days)),
    )


def speed(seed: int) -> dict[str, Any]:
    """Time ten years and one day of a home of 160 beds: the quickest of some turns, in milliseconds."""
    home, rulings, first, last = a_big_home(Random(seed))
    today = last - timedelta(days=100)
    little = touching(home, today)
    return {
        "beds": len(home.services), "stays": len(home.stays),
        "ten_years_ms": _quickest(lambda: days_of(home, rulings, first, last), 5),
        "one_day_ms": _quickest(lambda: days_of(little, rulings, today, today), 50),
    }  # fmt: skip


def _quickest(work: Callable[[], object], turns: int) -> float:
    spent = []
    for _turn in range(turns):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return round(min(spent) * 1000, 2)


def main() -> None:
    """Prove, write the figure, and fail where a day differs, a sum is broken or a planted fault was not seen."""
    words = sys.argv[1:]
    pasts, seed = int(words[0]) if words else 1_000, int(words[1]) if len(words) > 1 else 20261122
    figure = prove(pasts, seed)
    target = Path("docs/figures/census_days.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(figure, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.write(target.read_text())
    proved = not figure["differences"] and not figure["broken_sums"] and all(figure["planted"]["seen_in"].values())
    sys.exit(0 if proved else 1)


if __name__ == "__main__":
    main()
