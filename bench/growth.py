"""What any-date questions cost as the data grow: one, ten and a hundred times the homes, ten years deep each."""

from contextlib import AsyncExitStack
from itertools import cycle
from typing import Any

from app.core.db import use_database
from bench.census import Asking, asking, in_database
from bench.generate.province import Province, provinces
from bench.ground import Timing, Work, interleaved
from bench.options import Options
from bench.page import tell

__all__ = ["measure"]

STEPS = ("hundredth", "tenth", "chongqing")
ROUNDS, MOST = 60, 2


async def measure(options: Options) -> None:
    """Measure and tell; the hundredfold, and docs/figures/growth.json, only where it was asked for by its size."""
    sizes = STEPS if options.whole else STEPS[:-1]
    async with provinces(sizes, options.seed, options.keep) as found, AsyncExitStack() as opened:
        asked = {size: await opened.enter_async_context(asking(found[size])) for size in sizes}
        curves = [await _curve(asked, place) for place in range(len(asked[sizes[0]].questions))]
    tell(
        options,
        "growth",
        {
            "rounds": ROUNDS,
            "steps": [_step(found[size], found[sizes[0]]) for size in sizes],
            "questions": curves,
            "aim": {
                "what": f"{curves[0]['question']}: the largest over the smallest, in the database",
                "below": MOST, "measured": curves[0]["growth"]["census"], "reached": curves[0]["growth"]["census"] < MOST,
            },
        },
    )  # fmt: skip


def _step(province: Province, smallest: Province) -> dict[str, Any]:
    """Say how large a step is, and how many times the smallest one."""
    told, stays = province.loaded.figures, smallest.loaded.rows["stays"]
    kept = ("size", "counties", "homes", "beds", "days", "megabytes", "load_seconds")
    return {
        **{name: told[name] for name in kept}, "stays": told["rows"]["stays"],
        "census_days": told["rows"]["census_days"], "times": round(told["rows"]["stays"] / stays, 1),
    }  # fmt: skip


async def _curve(asked: dict[str, Asking], place: int) -> dict[str, Any]:
    """Ask one question of every size, turn by turn, by JSON and inside the database."""
    spent = await interleaved({size: _json(one, place) for size, one in asked.items()}, rounds=ROUNDS)
    sizes = list(asked)
    found = await in_database([(one, one.questions[place]) for one in asked.values()])
    inside = dict(zip(sizes, found, strict=True))
    growth = {way: _growth(inside[sizes[0]][way], inside[sizes[-1]][way]) for way in inside[sizes[0]]}
    return {
        "question": asked[sizes[0]].questions[place].asks,
        "json_milliseconds": spent,
        "in_database": inside,
        "growth": growth | {"json": _growth(spent[sizes[0]], spent[sizes[-1]])},
    }


def _json(one: Asking, place: int) -> Work:
    question, days = one.questions[place], cycle(one.days)

    async def ask() -> None:
        # One process serves one database at a time; here it takes turns.
        use_database(one.pools)
        answer = await one.browser.get(question.json(next(days)))
        assert answer.status_code == 200, answer.text

    return ask


def _growth(smallest: Timing, largest: Timing) -> float:
    return round(largest["median"] / smallest["median"], 2)
