"""The bureau's pages of the waitlist: sums of a span, what is withheld on one page is withheld on all, no other county."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from app.core.clock import business_date
from app.core.db import transaction
from app.core.postgres.urls import Urls
from app.waitlist.models import WaitlistCount
from tests.census.opened import open_committed
from tests.factories.beds import a_house
from tests.support.people import Client, a_user, client_for, open_sign_in_for
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere
from tests.support.town import committing

TIERS = (2, 6)
WAITING = {"one": (12, 3), "two": (9, 7), "three": (0, 20)}


@pytest.fixture(scope="module")
async def homes(urls: Urls, pools: Any) -> AsyncIterator[dict[str, int]]:
    """Three homes of a county with two tiers each, and one of another county."""
    async with committing(urls):
        found: dict[str, int] = {}
        async with acting_everywhere(), transaction() as session:
            today = await business_date(session)
            for name, counts in {**WAITING, "there": (50, 50)}.items():
                county = OTHER_COUNTY if name == "there" else COUNTY
                house = await a_house(session, rooms="301", county=county)
                found[name] = house.home.institution_id
                for ago in (2, 0):
                    session.add_all(_counts(house.home.keys, today - timedelta(days=ago), counts))
        for county in (COUNTY, OTHER_COUNTY):
            await open_committed(county)
        yield found


def _counts(keys: dict[str, int], day: Any, counts: tuple[int, ...]) -> list[WaitlistCount]:
    said = {"day": day, "state": "waiting"}
    return [
        WaitlistCount(
            **keys, **said, tier=tier, tier_label=f"类{tier}", entries=many, waiting_days=10 * many, received=6
        )
        for tier, many in zip(TIERS, counts, strict=True)
    ]


@pytest.fixture
async def clerk(app: Any, homes: dict[str, int]) -> AsyncIterator[Client]:
    token = await open_sign_in_for((await a_user("statistics_clerk", region=COUNTY)).id)
    async with client_for(app, token) as browser:
        yield browser


async def test_flows_are_summed_and_those_who_wait_are_of_the_last_day(clerk: Client, homes: dict[str, int]) -> None:
    told = (await clerk.get("/bureau/waitlist.json")).json()
    rows = {row["institution_id"]: row for row in told["homes"]}
    assert homes["there"] not in rows
    assert rows[homes["two"]]["received"] == 24
    assert rows[homes["three"]]["waiting"] == 20
    assert rows[homes["three"]]["average_days"] == 10
    assert {row["tier"]: row["received"] for row in told["tiers"]} == {2: 36, 6: 36}


async def test_a_small_count_is_withheld_everywhere(clerk: Client, homes: dict[str, int]) -> None:
    """Three of one tier wait for a home: neither the page, its home's page nor the workbook says so, nor what gives it away."""
    told = (await clerk.get("/bureau/waitlist.json")).json()
    small = {row["institution_id"]: row["waiting"] for row in told["homes"]}
    page = await clerk.get(f"/bureau/homes/{homes['one']}/waitlist")
    assert page.status_code == 200
    assert ">3<" not in page.text
    assert "*" in page.text
    shown = [row["waiting"] for row in told["tiers"]] + list(small.values())
    assert None in shown
    book = load_workbook(io.BytesIO((await clerk.get("/bureau/waitlist.xlsx")).content))
    kept = {row[0]: row[7] for row in book["各机构"].iter_rows(min_row=2, values_only=True)}
    assert sorted(kept.values(), key=str) == sorted(small.values(), key=str)
    assert (await clerk.get(f"/bureau/homes/{homes['there']}/waitlist")).status_code == 404


async def test_the_page_draws_for_a_county_without_a_list(clerk: Client) -> None:
    page = await clerk.get("/bureau/waitlist?from=2020-01-01&to=2020-02-01")
    assert page.status_code == 200
    assert "这段日子没有轮候记录" in page.text
