"""The questions a bureau asks of a province, each as an address of the application and as a naive query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from bench import naive
from bench.generate.loading import Loaded

__all__ = ["Question", "days_to_ask", "homes_to_ask", "questions"]

Arguments = tuple[Any, ...]
Home = tuple[int, int]
SHORT = timedelta(days=99)


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a day: where the application answers it in JSON and on a page, and what asks the bare rows.

    `in_database` is the longest it may take there in milliseconds, `over_bare` how many times bare asyncpg the JSON may.
    """

    name: str
    asks: str
    json: Callable[[date], str]
    page: Callable[[date], str]
    naive: str
    arguments: Callable[[date], Arguments]
    naive_days: str = "the same"
    # The naive query as it is written where nobody thinks of the tenant key, with which every index begins.
    keyless: tuple[str, Callable[[date], Arguments]] | None = None
    # How often the naive query is asked, each time on another day.
    naive_rounds: int = 6
    in_database: float | None = None
    on_page: float | None = None
    over_bare: float | None = None


def homes_to_ask(loaded: Loaded, homes: Sequence[Home], days: Sequence[date]) -> dict[date, Home]:
    """Draw a home for each day, small ones and large ones as they come."""
    random = Random(f"{loaded.seed}/homes asked")
    return {day: random.choice(homes) for day in days}


def days_to_ask(loaded: Loaded, count: int) -> list[date]:
    """Draw days from all over the years; the first quarter year, when few homes had opened, is left out."""
    random = Random(f"{loaded.seed}/days asked")
    longest = (loaded.last - loaded.first).days
    return [loaded.last - timedelta(days=random.randrange(longest - 90)) for _ in range(count)]


def questions(loaded: Loaded, homes: Mapping[date, Home]) -> list[Question]:
    """List them; of one home another one is asked on each day, of one county always the first one's."""
    first, last = loaded.first, loaded.last
    county = next(iter(homes.values()))[0]
    return [
        Question(
            "counties", "all counties, any day", lambda day: f"/bureau/occupancy.json?day={day}&by=county",
            lambda day: f"/bureau/occupancy?day={day}&by=county", naive.COUNTIES, lambda day: (day,),
            in_database=5, on_page=60,
        ),
        Question(
            "homes", "all homes, any day", lambda day: f"/bureau/occupancy.json?day={day}&by=home",
            lambda day: f"/bureau/occupancy?day={day}&by=home", naive.HOMES, lambda day: (day,), over_bare=1.5,
        ),
        Question(
            "series", "one county, every day of the years",
            lambda _day: f"/bureau/series.json?county={county}&from={first}&to={last}",
            lambda _day: f"/bureau/series?county={county}&from={first}&to={last}", naive.SERIES,
            lambda _day: (county, max(first, last - SHORT), last), naive_days="the last 100 only",
            in_database=20, over_bare=1.5,
        ),
        Question(
            "home", "one home, any day", lambda day: f"/bureau/homes/{homes[day][1]}/occupancy.json?day={day}",
            lambda day: f"/bureau/homes/{homes[day][1]}?day={day}", naive.HOME, lambda day: (day, *homes[day]),
            keyless=(naive.HOME_WITHOUT_COUNTY, lambda day: (day, homes[day][1])), naive_rounds=12,
            in_database=1, over_bare=5,
        ),
    ]  # fmt: skip
