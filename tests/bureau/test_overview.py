"""The bureau sees counts of whole counties on its own database role, and no tenant's row by any road."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.beds import service as beds
from app.beds.rules.kinds import ClosureReason, MarkKind
from app.beds.service import Paper
from app.bureau.queries import beds_by_home
from app.bureau.rules import BedCounts, total
from app.core.clock import business_date
from app.core.db import Database, acting_under, transaction
from app.core.postgres.urls import Urls
from tests.factories.beds import a_house
from tests.factories.institutions import a_registered
from tests.support.people import a_user, client_for, open_sign_in_for
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere
from tests.support.town import committing


def test_sums_leave_out_what_nobody_knows() -> None:
    lines = [BedCounts(registered=100, in_service=90, nursing=40), BedCounts(in_service=10, closed=1)]
    assert total(lines) == BedCounts(registered=100, in_service=100, nursing=40, closed=1)
    assert total([]) == BedCounts()


async def test_a_clerk_sees_the_county_and_a_city_all_of_it(app: Any, urls: Urls, pools: Database) -> None:
    async with committing(urls):
        async with acting_everywhere() as actor, transaction() as session:
            day = await business_date(session)
            here = await a_house(session, rooms="301–302")
            there = await a_house(session, rooms="301", county=OTHER_COUNTY)
            await a_registered(session, here.institution)
            paper = Paper(basis="民政局认定", document_no="1 号")
            first, second = here.ids("301-1", "301-2")
            marked = {"kind": MarkKind.NURSING, "from_on": day, "paper": paper}
            await beds.mark_beds(session, actor, here.home, [first], **marked)
            await beds.close_beds(session, actor, here.home, [second], reason=ClosureReason.REPAIR, from_on=day)
        clerk = await open_sign_in_for((await a_user("statistics_clerk", region=COUNTY)).id)
        city = await open_sign_in_for((await a_user("city_bureau", region=COUNTY // 100 * 100)).id)

        lines = await _seen(clerk)
        assert [(line.county, line.counts) for line in lines] == [
            (COUNTY, BedCounts(registered=100, in_service=4, nursing=1, unmarked=3, closed=1))
        ]
        assert {line.institution_id for line in await _seen(city)} == {
            here.home.institution_id, there.home.institution_id
        }  # fmt: skip
        async with client_for(app, clerk) as browser:
            page = await browser.get("/bureau")
            assert page.status_code == 200
            assert here.institution.name in page.text
            assert there.institution.name not in page.text
            assert (await browser.get(f"/institutions/{here.home.institution_id}")).status_code == 403


async def _seen(token: str) -> list[Any]:
    before = acting_under.set(token)
    try:
        async with transaction(read_only=True, pool="bureau") as session:
            return await beds_by_home(session, date(2100, 1, 1))
    finally:
        acting_under.reset(before)


@pytest.mark.parametrize("table", ["beds", "institutions", "users", "audit_entries", "attachments", "import_runs"])
async def test_the_bureaus_role_reads_no_table(urls: Urls, pools: Database, table: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with transaction(read_only=True, pool="bureau") as session:
            await session.execute(text(f"SELECT * FROM {table}"))


async def test_without_a_sign_in_the_views_are_empty(urls: Urls, pools: Database) -> None:
    async with committing(urls):
        async with acting_everywhere(), transaction() as session:
            await a_house(session)
        async with transaction(read_only=True, pool="bureau") as session:
            assert await beds_by_home(session, date(2100, 1, 1)) == []
