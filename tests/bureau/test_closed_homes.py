"""A home that has closed: its beds are open to nobody on every page; and no day to come is answered for."""

from datetime import date, timedelta
from typing import Any

from app.accounts.system import acting_as_system
from app.bureau import queries
from app.bureau.routes.overview import _beds_on
from app.census.models import ReportedFigure
from app.census.rules.reported import ReportedKind
from app.core.clock import business_date
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.institutions import service
from tests.bureau.townsfolk import seen
from tests.census.opened import differences, open_committed
from tests.factories.beds import a_house
from tests.factories.institutions import a_founder, a_registered, an_institution
from tests.support.people import a_user, client_for, open_sign_in_for
from tests.support.tenants import COUNTIES, COUNTY, acting_everywhere
from tests.support.town import committing


async def _a_closed_home_beside_an_open_one() -> date:
    async with acting_everywhere(), transaction() as session:
        closed, _open = await a_house(session), await a_house(session)
        await a_registered(session, closed.institution, value=8)
        today = await business_date(session)
        await service.close_institution(session, a_founder(), closed.institution.id, on=today - timedelta(days=2))
    return today


async def test_beds_of_a_closed_home_are_open_to_nobody(pools: Database, urls: Urls) -> None:
    async with committing(urls):
        today = await _a_closed_home_beside_an_open_one()
        await open_committed(COUNTY)
        clerk = await open_sign_in_for((await a_user("statistics_clerk", region=COUNTY)).id)
        city = await open_sign_in_for((await a_user("city_bureau", region=COUNTY // 100 * 100)).id)
        since = today - timedelta(days=1)
        homes = await seen(clerk, lambda session: queries.averages(session, since, today, "home"))
        assert [(row.open, row.days) for row in homes] == [(16, 2)]
        for looking in (clerk, city):
            counties = await seen(looking, lambda session: queries.averages(session, since, today, "county"))
            assert [(row.code, row.used, row.open) for row in counties] == [(COUNTY, 0, 16)]
            beds = await seen(looking, lambda session: _beds_on(session, today))
            assert beds is not None
            assert (beds.existing, beds.closed, beds.rates[0][1].shown) == (16, 8, "0.0%")
        async with acting_as_system("测试", regions=COUNTIES), transaction(read_only=True) as session:
            assert await differences(session) == []


async def test_no_county_answers_for_a_day_to_come(app: Any, pools: Database, urls: Urls) -> None:
    async with committing(urls):
        async with acting_everywhere(), transaction() as session:
            home = await an_institution(session, county=COUNTY)
            reported = await business_date(session) - timedelta(days=9)
            session.add(
                ReportedFigure(
                    county=COUNTY, institution_id=home.id, as_of=reported, kind=ReportedKind.RESIDENTIAL,
                    registered=50, occupied=40, source="x",
                )
            )  # fmt: skip
        await open_committed(COUNTY)
        token = await open_sign_in_for((await a_user("statistics_clerk", region=COUNTY)).id)
        async with client_for(app, token) as browser:
            for asked in ("occupancy.json?day", "occupancy.json?by=home&day", "series.json?to",
                          f"homes/{home.id}/occupancy.json?day"):  # fmt: skip
                assert (await browser.get(f"/bureau/{asked}=2099-01-01")).status_code == 422, asked
