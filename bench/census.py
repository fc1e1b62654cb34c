"""Reading the census of a province: the application, the same SQL bare, and the naive query, turn by turn in one run."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from statistics import median
from typing import Any

import orjson

from app.core.db import Database
from app.core.live import Hub
from app.core.postgres.urls import connect
from app.main import create_app
from bench.generate.plan import CITY
from bench.generate.province import Province, provinces, serving
from bench.ground import Timing, Work, interleaved
from bench.inside import Inside, inside
from bench.options import Options
from bench.page import tell
from bench.questions import Question, days_to_ask, homes_to_ask, questions
from bench.replaying import Bare, Statement, bare_app, noted, opened
from tests.support.people import Client, a_user, client_for, open_sign_in_for

__all__ = ["Asking", "asking", "in_database", "measure"]

DAYS, ROUNDS = 12, 60
NEW = timedelta(days=90)
SAME = (
    "SELECT county, counted_homes AS homes, registered, counted FROM census_counties"
    " WHERE day = $1 AND counted_homes > 0 ORDER BY county"
)
ALL_ALONG = "SELECT county, institution_id FROM census_homes WHERE first_on <= $1 ORDER BY county, institution_id"


@dataclass(slots=True)
class Asking:
    """A signed-in statistics clerk, the same statements bare, and who asks the naive query.

    Rows are not for clerks: under row security they are asked for by a case officer of the same region.
    """

    pools: Database
    browser: Client
    plain: Client
    bare: Bare
    owner: Any
    clerk: Inside
    spared: Inside
    officer: Inside
    questions: list[Question]
    days: list[date]


async def measure(options: Options) -> None:
    """Measure and tell; the whole province's figures go to docs/figures/census.json."""
    async with provinces([options.size], options.seed, options.keep) as found:
        province = found[options.size]
        async with asking(province) as one:
            differing = await _differing(one)
            answers = [await _measured(one, question) for question in one.questions]
    tell(
        options,
        "census",
        {
            "province": province.loaded.figures, "rounds": ROUNDS,
            "days_asked": [day.isoformat() for day in one.days], "naive_answers_that_differ": differing,
            "questions": answers,
        },
    )  # fmt: skip
    if differing:
        raise RuntimeError(f"{differing} days differ from what the rows count to")


@asynccontextmanager
async def asking(province: Province, days: int = DAYS) -> AsyncIterator[Asking]:
    """Sign a clerk of the whole city in, and write down what each question sends on each day."""
    urls, loaded = province.urls, province.loaded
    assert urls.owner is not None
    assert urls.bureau is not None
    async with AsyncExitStack() as open_:
        enter = open_.enter_async_context
        pools = await enter(serving(province))
        owner = await connect(urls.owner, server_settings={"statement_timeout": "0"}, command_timeout=None)
        open_.push_async_callback(owner.close)
        homes = [tuple(row) for row in await owner.fetch(ALL_ALONG, loaded.first + NEW)]
        token, officer = [await _signed_in(role) for role in ("statistics_clerk", "case_officer")]
        app = create_app()
        app.state.hub = Hub()
        bare = Bare(await enter(await opened(urls.app)), await enter(await opened(urls.bureau)), token, {})
        asked = days_to_ask(loaded, days)
        one = Asking(
            pools, await enter(client_for(app, token)), await enter(client_for(bare_app(bare))), bare, owner,
            await enter(inside(urls.bureau, token)), await enter(inside(urls.owner)),
            await enter(inside(urls.app, officer)), questions(loaded, homes_to_ask(loaded, homes, asked)), asked,
        )  # fmt: skip
        await _note(one)
        yield one


async def _signed_in(role: str) -> str:
    """Sign somebody in who has this role in the whole city."""
    return await open_sign_in_for((await a_user(role, region=CITY)).id)


async def _note(one: Asking) -> None:
    """Write down what each question sends on each day, once everything has been asked for before."""
    for question in one.questions:
        for day in one.days:
            await _get(one.browser, question.json(day))
            with noted(one.pools) as sent:
                await _get(one.browser, question.json(day))
            one.bare.sent[question.name, day] = sent


async def _get(browser: Client, address: str) -> bytes:
    answer = await browser.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code} {answer.text[:300]}")
    return bytes(answer.content)


async def _differing(one: Asking) -> int:
    """Count the days on which the naive query and the census do not say the same of every county."""
    naive = one.questions[0].naive
    said = [(await one.owner.fetch(naive, day), await one.owner.fetch(SAME, day)) for day in one.days]
    return sum([tuple(row) for row in rows] != [tuple(row) for row in kept] for rows, kept in said)


async def _measured(one: Asking, question: Question) -> dict[str, Any]:
    """Time one question in all ways, each turn on another day."""
    name, days = question.name, one.days
    turns = {way: cycle(days) for way in ("json", "page", "same", "figures", "sql")}
    works: dict[str, Work] = {
        "json": lambda: _get(one.browser, question.json(next(turns["json"]))),
        "page": lambda: _get(one.browser, question.page(next(turns["page"]))),
        "bare_json": lambda: _get(one.plain, f"/all/{name}/{next(turns['same'])}"),
        "bare_json_of_figures": lambda: _get(one.plain, f"/figures/{name}/{next(turns['figures'])}"),
        "bare_sql": lambda: one.bare.all(name, next(turns["sql"])),
    }
    spent = await interleaved(works, rounds=ROUNDS)
    (inside,) = await in_database([(one, question)])
    sent, body = one.bare.sent[name, days[0]], await _get(one.browser, question.json(days[0]))
    return {
        "question": question.asks,
        "rows": len(orjson.loads(body)["rows"]),
        "bytes": {"json": len(body), "bare_json": len(await _get(one.plain, f"/all/{name}/{days[0]}"))},
        "statements": {"who_calls": len(sent.calling), "figures": len(sent.figures)},
        "naive_is_asked_for": question.naive_days,
        "naive_rounds": question.naive_rounds,
        "milliseconds": spent,
        "in_database": inside,
        **_ratios(question, spent, inside),
    }


async def in_database(asked: Sequence[tuple[Asking, Question]]) -> list[dict[str, Timing]]:
    """Ask databases themselves how long it took, turn by turn: the census and the naive query, planned and prepared."""
    found: list[dict[str, list[float]]] = [defaultdict(list) for _ in asked]
    for turn in range(ROUNDS):
        for (one, question), spent in zip(asked, found, strict=True):
            day = one.days[turn % len(one.days)]
            if turn % (ROUNDS // question.naive_rounds) == 0:
                await _naive(one, question, day, spent)
            figures = one.bare.sent[question.name, day].figures
            planning, running = await one.clerk.planned(figures)
            spent["census"].append(planning + running)
            spent["census_without_planning"].append(running)
            spent["census_prepared"].append(await one.clerk.prepared(figures))
    return [
        {name: {"min": min(ms), "median": median(ms), "max": max(ms)} for name, ms in spent.items()} for spent in found
    ]


async def _naive(one: Asking, question: Question, day: date, found: dict[str, list[float]]) -> None:
    """Ask the naive way once; what it drove out of the server's memory is read again before the census is timed."""
    for way, (who, text, arguments) in _ways(one, question).items():
        if not found[way]:
            await who.settle([Statement(text, arguments(other)) for other in one.days])
        asked = [Statement(text, arguments(day))]
        found[way].append(sum(await who.planned(asked)))
        found[f"{way}_prepared"].append(await who.prepared(asked))
    for again in one.days:
        await one.bare.figures(question.name, again)


def _ways(one: Asking, question: Question) -> Mapping[str, tuple[Inside, str, Callable[[date], tuple[Any, ...]]]]:
    """Say who asks the naive query in which ways."""
    ways = {"naive": (one.spared, question.naive, question.arguments)}
    if question.keyless:
        ways["naive_without_county"] = (one.spared, *question.keyless)
        ways["naive_under_rights"] = (one.officer, question.naive, question.arguments)
    return ways


def _ratios(question: Question, spent: dict[str, Timing], inside: dict[str, Timing]) -> dict[str, Any]:
    """Say how the ways compare by their medians, and which aims were reached."""
    ways = [way for way in inside if way.startswith("naive") and not way.endswith("_prepared")]
    ratios = {
        **{f"{way}_over_census_in_database": _over(inside[way], inside["census"]) for way in ways},
        **{f"{way}_over_census_prepared": _over(inside[f"{way}_prepared"], inside["census_prepared"]) for way in ways},
        "json_over_bare_json": _over(spent["json"], spent["bare_json"]),
        "json_over_bare_json_of_figures": _over(spent["json"], spent["bare_json_of_figures"]),
        "json_over_bare_sql": _over(spent["json"], spent["bare_sql"]),
    }
    aims = {
        "in_database": (question.in_database, inside["census"]["median"]),
        "on_page": (question.on_page, spent["page"]["median"]),
        "json_over_bare_json": (question.over_bare, ratios["json_over_bare_json"]),
    }
    told = {
        name: {"at_most": most, "measured": round(measured, 2), "reached": measured <= most}
        for name, (most, measured) in aims.items()
        if most is not None
    }
    for name, times in ratios.items():
        if name.startswith("naive"):
            told[name] = {"at_least": 50, "measured": times, "reached": times >= 50}
    return {"ratios": ratios, "aims": told}


def _over(one: Timing, other: Timing) -> float:
    return round(one["median"] / other["median"], 2)
