"""Two counties of homes that keep rows, homes that only report, and homes that do neither, all of them committed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import service as beds
from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind
from app.beds.service import Paper, claim_bed
from app.census.models import ReportedFigure
from app.census.rules.reported import ReportedKind
from app.census.rules.rulings import RulingCode
from app.core.clock import business_date
from app.core.db import acting_under, transaction
from app.core.postgres.urls import Urls
from app.institutions.rules.kinds import FactKind
from tests.census.opened import open_committed
from tests.census.rows import a_leave, a_ruling
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.institutions import a_fact, a_registered, an_institution
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.support.people import a_user, open_sign_in_for
from tests.support.tenants import COUNTIES, COUNTY, OTHER_COUNTY, acting_everywhere
from tests.support.town import committing

T = TypeVar("T")
TOWNSHIP = 510302001
DAYS = 40
"""How long the oldest home has had rows."""


@dataclass(slots=True)
class Town:
    """Its homes by a short name, its first and last day, and the sign-ins of those who look at it."""

    today: date
    since: date
    homes: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    clerk: str = ""
    neighbour: str = ""
    city: str = ""

    def ago(self, days: int) -> date:
        """Give a day so many days ago."""
        return self.today - timedelta(days=days)


async def seen(token: str, look: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Look at the figures as the bureau's role does, under a sign-in."""
    before = acting_under.set(token)
    try:
        async with transaction(read_only=True, pool="bureau") as session:
            return await look(session)
    finally:
        acting_under.reset(before)


@asynccontextmanager
async def a_town(urls: Urls) -> AsyncIterator[Town]:
    """Build the town, open its days up to today, and sweep it away at the end."""
    async with committing(urls):
        async with acting_everywhere() as actor, transaction() as session:
            today = await business_date(session)
            town = Town(today, today - timedelta(days=DAYS))
            await _homes_with_rows(session, actor, town)
            await _homes_that_report(session, town)
            await a_ruling(session, COUNTY, RulingCode.LEAVE, False, from_on=town.ago(3))
        for county in COUNTIES:
            await open_committed(county)
        for role, name, region in (
            ("statistics_clerk", "clerk", COUNTY), ("statistics_clerk", "neighbour", OTHER_COUNTY),
            ("city_bureau", "city", COUNTY // 100 * 100),
        ):  # fmt: skip
            setattr(town, name, await open_sign_in_for((await a_user(role, region=region)).id))
        yield town


async def _homes_with_rows(session: AsyncSession, actor: Any, town: Town) -> None:
    """`full` and `there` have papers, `bare` has none, `late` had only reports until ten days ago, `shut` is closed."""
    for name, people, registered, since, county in (
        ("full", 3, 4, town.since, COUNTY), ("bare", 2, None, town.since, COUNTY), ("late", 2, 8, town.ago(10), COUNTY),
        ("shut", 1, 9, town.since, COUNTY), ("there", 4, 6, town.since, OTHER_COUNTY),
    ):  # fmt: skip
        house = await a_house(session, rooms="301–304", from_on=since, county=county)
        _named(town, name, house.institution)
        if registered:
            await a_registered(session, house.institution, value=registered)
        await _live_there(session, house, people, since)
        if name == "full":
            await _vary(session, actor, house, town)
        if name == "shut":
            house.institution.closed_on = town.ago(5)
    await _report(session, town, "late", town.ago(30), 20, 10)
    await _report(session, town, "full", town.ago(20), 99, 98)


async def _live_there(session: AsyncSession, house: HouseOfBeds, people: int, since: date) -> None:
    for bed in list(house.beds)[:people]:
        elder = await an_elder(session, house.home)
        stay = await a_stay(session, house.home, elder, from_on=since)
        claimant = beds.Claimant(
            elder_id=elder.id, stay_id=stay.id, stay_from_on=stay.from_on, stay_to_on=stay.to_on, sex=elder.sex
        )
        await claim_bed(
            session, house.home, house.beds[bed], kind=ClaimKind.STAY, from_on=since, to_on=date.max, claimant=claimant
        )
        house.people[bed] = stay


async def _vary(session: AsyncSession, actor: Any, house: HouseOfBeds, town: Town) -> None:
    """One is on leave, a bed is closed, two are nursing beds, and the home stands in a township."""
    await a_leave(session, house.people["301-1"], town.ago(2))
    await beds.close_beds(
        session, actor, house.home, house.ids("304-2"), reason=ClosureReason.REPAIR, from_on=town.today
    )
    paper = Paper(basis="民政局认定", document_no="1 号")
    await beds.mark_beds(
        session, actor, house.home, house.ids("301-1", "304-1"), kind=MarkKind.NURSING, from_on=town.ago(1), paper=paper
    )
    await a_fact(session, house.institution, kind=FactKind.LOCATION, value="yes", region_code=TOWNSHIP, address="1 号")


async def _homes_that_report(session: AsyncSession, town: Town) -> None:
    """Each lacks something else of what the rate needs."""
    for name, county in (
        ("says", COUNTY), ("paper", COUNTY), ("beds_unknown", COUNTY), ("blank", COUNTY), ("silent", COUNTY),
        ("gone", COUNTY), ("coming", COUNTY), ("says_there", OTHER_COUNTY),
    ):  # fmt: skip
        home = await an_institution(session, county=county)
        _named(town, name, home)
        if name == "paper":
            await a_registered(session, home, value=30)
        if name == "gone":
            home.closed_on = town.ago(15)
        if name == "coming":
            home.opened_on = town.today + timedelta(days=1)
    for name, ago, registered, occupied, available in (
        ("says", 35, 50, 40, None), ("says", 12, 50, None, 5), ("paper", 35, None, 12, None),
        ("beds_unknown", 35, None, 7, None), ("blank", 35, 60, None, None), ("gone", 35, 10, 5, None),
        ("coming", 1, 10, 5, None), ("says_there", 100, 20, 25, None),
    ):  # fmt: skip
        await _report(session, town, name, town.ago(ago), registered, occupied, available)
    await _report(session, town, "says", town.ago(1), 5, 5, kind=ReportedKind.NURSING)


async def _report(
    session: AsyncSession, town: Town, name: str, as_of: date, registered: int | None, occupied: int | None,
    available: int | None = None, kind: ReportedKind = ReportedKind.RESIDENTIAL,
) -> None:  # fmt: skip
    county = OTHER_COUNTY if name in ("there", "says_there") else COUNTY
    session.add(
        ReportedFigure(
            county=county, institution_id=town.homes[name], as_of=as_of, kind=kind, registered=registered,
            occupied=occupied, available=available, source="一季度上报.xlsx",
        )
    )  # fmt: skip
    await session.flush()


def _named(town: Town, name: str, home: Any) -> None:
    town.homes[name], town.codes[name] = home.id, home.code
