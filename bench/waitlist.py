"""A county in which 5,000 people wait: the page of the list, of a home and of a county, and why one of them stands there."""

import secrets
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.beds.rules.kinds import Sex
from app.core.clock import business_date
from app.core.db import transaction
from app.core.live import Hub
from app.core.postgres.urls import Urls
from app.core.uuid7 import uuid7
from app.demo import queries
from app.main import create_app
from app.offers.rules.calendar import HERE
from app.residents.models import Elder, ElderHome
from app.residents.rules.kinds import BirthPrecision, Calendar, Category
from app.residents.rules.readings import name_sort, readings
from app.waitlist.models import WaitlistEntry, WaitlistEvent, WaitlistReceipt, WaitlistSwitch
from app.waitlist.rules.columns import columns_of
from app.waitlist.rules.events import change_of, step
from app.waitlist.rules.facts import ABILITY, EntryFacts, Held
from app.waitlist.rules.numbers import entry_number
from app.waitlist.rules.steps import EntryState, EventKind
from bench.ground import Work, interleaved, throw_away_house, write_figures
from tests.factories.beds import HouseOfBeds, a_house
from tests.support.people import a_user, client_for, open_sign_in_for
from tests.support.tenants import COUNTY, acting_everywhere

ENTRIES, ROUNDS = 5_000, 30
LIST_AIM, WHY_AIM = 150, 50
SEED = 20261122
YEARS_BACK = 2

Row = dict[str, Any]


async def measure() -> None:
    """Measure and write docs/figures/waitlist.json."""
    async with throw_away_house() as (urls, _pools):
        async with acting_everywhere(), transaction() as session:
            today = await business_date(session)
            house = await a_house(session, rooms="101–120", beds="2")
            ids = await _line_up(session, house, today)
        await _analysed(urls)
        director = await open_sign_in_for((await a_user("director", house.institution)).id)
        officer = await open_sign_in_for((await a_user("case_officer", region=COUNTY)).id)
        app = create_app()
        app.state.hub = Hub()
        home, middle = f"/institutions/{house.institution.id}/waitlist", ids[len(ids) // 2]
        async with client_for(app, director) as at_home, client_for(app, officer) as at_county:
            works: dict[str, Work] = {
                "list_of_home": lambda: at_home.get(home),
                "list_of_county": lambda: at_county.get("/waitlist"),
                "explanation": lambda: at_home.get(f"/waitlist/{middle}/explanation"),
                "file": lambda: at_home.get(f"/waitlist/{middle}"),
            }
            sizes = {name: await _size(work) for name, work in works.items()}
            timings = await interleaved(works, rounds=ROUNDS, warm=3)
    write_figures(
        "waitlist",
        "make bench ARGS=waitlist",
        {
            "entries": ENTRIES, "page_bytes": sizes, "milliseconds": timings,
            "aims": {"list": LIST_AIM, "explanation": WHY_AIM},
            "list_met": timings["list_of_home"]["median"] <= LIST_AIM,
            "explanation_met": timings["explanation"]["median"] <= WHY_AIM,
        },
    )  # fmt: skip


async def _analysed(urls: Urls) -> None:
    """Let the server know its tables, as it does by itself a minute after so many rows."""
    if urls.owner is None:
        raise RuntimeError("a throw-away house has an owner")
    engine = create_async_engine(urls.owner)
    async with engine.begin() as owner:
        await owner.execute(text("ANALYZE"))
    await engine.dispose()


async def _size(work: Any) -> int:
    page = await work()
    if page.status_code != 200:
        raise RuntimeError(f"{page.status_code}: {page.text[:300]}")
    return len(page.content)


async def _line_up(session: Any, house: HouseOfBeds, today: date) -> list[int]:
    """Write the people, their applications and the two events of each, as the log keeps them."""
    draw = Random(SEED)
    home = house.home
    switch = {"document_no": "轮候〔2024〕1 号", "from_on": today - timedelta(days=900)}
    await queries.insert_rows(session, WaitlistSwitch, [{**home.keys, **switch}])
    elders = [_elder(home.keys, draw, number) for number in range(ENTRIES)]
    people = await queries.insert_with_ids(session, Elder, elders)
    await queries.insert_rows(session, ElderHome, [{**home.keys, "elder_id": one} for one in people])
    began = datetime(today.year - YEARS_BACK, today.month, 1, 9, tzinfo=HERE)
    times = sorted(began + timedelta(minutes=draw.randrange(60 * 24 * 700)) for _each in people)
    facts = [
        _facts(home, draw, elder, row, at, number)
        for number, (elder, row, at) in enumerate(zip(people, elders, times, strict=True), 1)
    ]
    receipts: dict[int, int] = {}
    for one in facts:
        receipts[one.receipt_year] = max(receipts.get(one.receipt_year, 0), one.receipt_no)
    rows = [{"county": home.county, "year": year, "last_no": last} for year, last in receipts.items()]
    await queries.insert_rows(session, WaitlistReceipt, rows)
    logs = [_log(one) for one in facts]
    entries = [_entry(log[-1][2]) for log in logs]
    ids = await queries.insert_as_of(session, WaitlistEntry, entries)
    events = [
        _event(entry_id, seq, *told) for entry_id, log in zip(ids, logs, strict=True) for seq, told in enumerate(log, 1)
    ]
    await queries.insert_as_of(session, WaitlistEvent, events)
    await queries.name_last_events(session, home.county)
    return ids


def _elder(keys: Row, draw: Random, number: int) -> Row:
    name = f"测{number:04d}"
    return {
        **keys, "seal": uuid7(), "name": name, "name_sort": name_sort(name), "readings": readings(name),
        "sex": draw.choice((Sex.FEMALE, Sex.MALE)), "born_on": date(draw.randint(1928, 1962), draw.randint(1, 12), 5),
        "birth_precision": BirthPrecision.DAY, "birthday_calendar": Calendar.SOLAR,
    }  # fmt: skip


def _facts(home: Any, draw: Random, elder: int, row: Row, at: datetime, number: int) -> EntryFacts:
    held = (Held(str(Category.MINIMUM_LIVING), date(2020, 1, 1)),) if draw.random() < 0.2 else ()
    return EntryFacts(
        county=home.county, elder_id=elder, number=entry_number(home.county, at.year, number), receipt_year=at.year,
        receipt_no=number, accepted_at=at, received_at=at, state=EntryState.SUBMITTED, sex=row["sex"],
        born_on=row["born_on"], birth_precision=BirthPrecision.DAY, categories=held, level=draw.randint(0, 4),
        level_scale=ABILITY, level_on=at.date(), level_until=date(2027, 6, 1), wishes=(home.institution_id,),
        hukou_county=home.county, confirm_due_on=date(2027, 1, 1), consent_public=True,
    )  # fmt: skip


def _log(facts: EntryFacts) -> list[tuple[EventKind, Row, EntryFacts]]:
    first = change_of(None, EventKind.REGISTERED, {name: getattr(facts, name) for name in facts.to_json()})
    registered = step(None, EventKind.REGISTERED, first)
    second = change_of(registered.state, EventKind.LISTED, {})
    return [(EventKind.REGISTERED, first, registered),
            (EventKind.LISTED, second, step(registered, EventKind.LISTED, second))]  # fmt: skip


def _entry(facts: EntryFacts) -> Row:
    return {
        "at": facts.accepted_at.isoformat(), "county": facts.county, "number": facts.number,
        "receipt_year": facts.receipt_year, "receipt_no": facts.receipt_no, "source": "desk",
        "pin_hash": secrets.token_bytes(32), "pin_salt": secrets.token_bytes(16), "seal": uuid7(),
        "facts": facts.to_json(), "last_seq": 2, "version": 2, **columns_of(facts),
    }  # fmt: skip


def _event(entry_id: int, seq: int, kind: EventKind, change: Row, after: EntryFacts) -> Row:
    return {
        "at": after.accepted_at.isoformat(), "county": after.county, "entry_id": entry_id, "seq": seq, "kind": kind,
        "by": None, "by_name": "测量", "change": change, "after": after.to_json(),
    }  # fmt: skip
