"""Through the bureau's window: whole counties that the caller's grants reach, asked for in few steps, nothing beside."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import RoleGrant
from app.accounts.system import acting_as_system
from app.bureau import queries
from app.core.db import Database, acting_under, transaction
from tests.bureau.townsfolk import Town, seen
from tests.support.counting import counting_on
from tests.support.people import a_user, client_for, open_sign_in_for
from tests.support.tenants import COUNTY, OTHER_COUNTY

CITIES = (110000, 120000, 310000, 500000)
REGIONS = text("SELECT code::integer AS code, level FROM agg.regions WHERE code < 1000000")
COVERED = text("SELECT agg_counties()")


def reached(regions: Iterable[int], every: Iterable[Any]) -> set[int]:
    """Say which counties regions reach: themselves, and what lies below a city, a province or the country."""
    found = set()
    for region in regions:
        step = 1_000_000 if region == 0 else 10_000 if region % 10_000 == 0 else 100 if region % 100 == 0 else 1
        found |= {region} - {0}
        if step > 1:
            found |= {
                one.code for one in every
                if region <= one.code < region + step and (one.level in ("city", "county") or one.code in CITIES)
            }  # fmt: skip
    return found


async def _covered(session: AsyncSession) -> tuple[list[int], list[Any]]:
    return list(await session.scalar(COVERED) or []), list(await session.execute(REGIONS))


@pytest.mark.parametrize(
    "regions",
    [(COUNTY,), (COUNTY // 100 * 100,), (COUNTY // 10_000 * 10_000,), (0,), (500000, COUNTY), (110105, 110000)],
)
async def test_counties_are_those_that_the_grants_reach(town: Town, regions: tuple[int, ...]) -> None:
    user = await a_user("city_bureau", region=regions[0])
    async with acting_as_system("测试账号", regions=[0]), transaction() as session:
        for region in regions[1:]:
            session.add(
                RoleGrant(
                    user_id=user.id, role="city_bureau", region=region, institution_id=None, from_on=date(2000, 1, 1)
                )
            )
    counties, every = await seen(await open_sign_in_for(user.id), _covered)
    assert set(counties) == reached(regions, every)
    assert len(regions) > 1 or len(counties) == len(set(counties))


async def test_nobody_and_whoever_has_a_single_home_reach_no_county(town: Town) -> None:
    home = await _home(town)
    for token in ("", "guessed", await open_sign_in_for((await a_user("director", home)).id)):
        assert await seen(token, lambda session: session.scalar(COVERED)) == []
        assert await seen(token, lambda session: queries.homes_on(session, town.today)) == []
        assert await seen(token, lambda session: queries.home_on(session, home.id, town.today)) is None
        assert await seen(token, queries.days_open) == (None, None, town.today, [])


async def test_a_home_beside_a_county_stays_outside(town: Town) -> None:
    """A clerk of one county who directs a home of another sees figures of the first county alone."""
    home = await _home(town)
    user = await a_user("director", home)
    async with acting_as_system("测试账号", regions=[0]), transaction() as session:
        session.add(
            RoleGrant(
                user_id=user.id,
                role="statistics_clerk",
                region=OTHER_COUNTY,
                institution_id=None,
                from_on=date(2000, 1, 1),
            )
        )
    found = await seen(await open_sign_in_for(user.id), lambda session: queries.homes_on(session, town.today))
    assert {one.county for one in found} == {OTHER_COUNTY}


async def _home(town: Town) -> Any:
    found = await seen(town.clerk, lambda session: queries.home_on(session, town.homes["full"], town.today))
    assert found is not None
    return type("Home", (), {"county": found.county, "id": found.institution_id})


async def test_the_system_reaches_the_counties_it_is_given(town: Town) -> None:
    async with acting_as_system("测试", regions=[COUNTY]):
        assert await seen(acting_under.get(), lambda session: session.scalar(COVERED)) == [COUNTY]
    async with acting_as_system("测试", homes=[(COUNTY, town.homes["full"])]):
        assert await seen(acting_under.get(), lambda session: session.scalar(COVERED)) == []


@pytest.mark.parametrize(("address", "statements"), [
    ("homes/{full}/occupancy.json?day={day}", 1), ("homes/{says}/occupancy.json?day={day}", 3),
    ("homes/{full}/occupancy.json", 2), ("occupancy.json?by=home&day={day}", 2),
])  # fmt: skip
async def test_a_day_that_has_rows_is_not_asked_whether_it_is_open(
    app: Any, town: Town, pools: Database, address: str, statements: int
) -> None:
    where = "/bureau/" + address.format(day=town.ago(2), **town.homes)
    async with client_for(app, town.clerk) as clerk:
        with counting_on(pools.engines["bureau"]) as counted:
            assert (await clerk.get(where)).status_code == 200
    assert counted.count == statements
