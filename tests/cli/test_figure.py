"""`figure` on a database of somebody else's: every split adds up to the rows, and a code of two counties is refused."""

import asyncio
import base64
import csv
import io
import json
import os
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from app.beds import service as beds
from app.core.clock import business_date
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls, revealed
from app.institutions.rules.kinds import FactKind
from tests.conftest import ROOM_FOR_TESTS
from tests.factories.beds import a_house
from tests.factories.institutions import a_fact, a_registered, an_institution
from tests.support.commands import Commands
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere
from tests.support.town import committing

Asked = Callable[..., Awaitable["subprocess.CompletedProcess[str]"]]


@pytest.fixture(scope="module")
async def house(urls: Urls, pools: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    """Give the environment of a command on a database with three homes, one bed retired yesterday."""
    key = tmp_path_factory.mktemp("keys") / "master.key"
    key.write_bytes(base64.b64encode(ROOM_FOR_TESTS._key))
    async with committing(urls):
        async with acting_everywhere() as actor, transaction() as session:
            today = await business_date(session)
            here = await a_house(session, rooms="301–303")
            await a_house(session, rooms="301", beds="1")
            there = await a_house(session, rooms="301", county=OTHER_COUNTY)
            await an_institution(session, county=OTHER_COUNTY, code=here.institution.code)
            await beds.retire_beds(session, actor, here.home, here.ids("301-1"), on=today - timedelta(days=1))
            await a_registered(session, there.institution)
            township = (
                await session.execute(text("SELECT min(code) FROM regions WHERE parent_code = :c"), {"c": COUNTY})
            ).scalar_one()
            await a_fact(
                session,
                here.institution,
                kind=FactKind.LOCATION,
                value="yes",
                region_code=township,
                address="正街 1 号",
            )
        yield {
            **{name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")},
            "DATABASE_URL": revealed(urls.app), "OWNER_DATABASE_URL": revealed(urls.owner), "KEY_FILE": str(key),
            "CODE": here.institution.code, "TODAY": today.isoformat(), "TOWNSHIP": str(township),
        }  # fmt: skip


@pytest.fixture
def asked(house: dict[str, str], commands: Commands) -> Asked:
    """Ask that database for a figure."""
    return partial(asyncio.to_thread, commands.forked, house, "figure")


async def test_a_program_that_starts_from_nothing_answers_the_same(
    house: dict[str, str], commands: Commands, asked: Asked
) -> None:
    words = ("beds", "--region", str(COUNTY), "--json")
    first = await asyncio.to_thread(commands.from_nothing, house, "figure", *words)
    again = await asked(*words)
    assert (first.returncode, first.stderr) == (0, "")
    assert json.loads(first.stdout)["value"] == 6
    assert (again.returncode, again.stdout, again.stderr) == (first.returncode, first.stdout, first.stderr)


async def test_every_split_adds_up_to_the_rows(house: dict[str, str], asked: Asked) -> None:
    city = str(COUNTY // 100 * 100)
    whole = json.loads((await asked("beds", "--region", city, "--json")).stdout)
    assert list(whole) == [
        "code",
        "as_of",
        "value",
        "numerator",
        "denominator",
        "unit",
        "definition",
        "parts",
        "excluded",
    ]
    assert (whole["value"], whole["denominator"]) == (5 + 1 + 2, None)
    assert [one["reason"] for one in whole["excluded"]] == ["retired"]
    for split, rows in (("institution", 4), ("county", 2), ("township", 2)):
        parts = table((await asked("beds", "--region", city, "--by", split, "--csv")).stdout)
        assert (len(parts), sum(int(part["value"]) for part in parts)) == (rows, 8), split
    by_township = {part["region_code"]: part["value"] for part in parts}
    assert by_township == {house["TOWNSHIP"]: "5", "": "3"}


async def test_a_range_of_days_shows_the_day_the_bed_went(house: dict[str, str], asked: Asked) -> None:
    first = (date.fromisoformat(house["TODAY"]) - timedelta(days=3)).isoformat()
    words = ("--region", str(COUNTY), "--by", "day", "--from", first, "--csv")
    days = table((await asked("beds", *words)).stdout)
    assert [int(day["value"]) for day in days] == [7, 7, 6, 6]
    assert [day["as_of"] for day in days][-1] == house["TODAY"]


async def test_a_code_of_two_counties_is_refused_with_the_list(house: dict[str, str], asked: Asked) -> None:
    refused = await asked("beds", "--institution", house["CODE"], "--json")
    assert refused.returncode == 1
    assert f"{COUNTY}/{house['CODE']}" in refused.stderr
    assert f"{OTHER_COUNTY}/{house['CODE']}" in refused.stderr
    told = await asked("beds", "--institution", f"{COUNTY}/{house['CODE']}", "--json")
    assert json.loads(told.stdout)["value"] == 5


async def test_a_missing_document_is_no_answer_and_listed(asked: Asked) -> None:
    figure = json.loads((await asked("registered_beds", "--region", str(OTHER_COUNTY), "--json")).stdout)
    assert figure["value"] == 100
    assert [one["reason"] for one in figure["excluded"]] == ["no_document"]
    assert json.loads((await asked("registered_beds", "--region", str(COUNTY), "--json")).stdout)["value"] is None


async def test_wrong_words_are_told_apart(asked: Asked) -> None:
    wrong = {("nonsense",): 1, ("beds", "--by", "planet"): 2, ("beds", "--region", "1", "--institution", "X"): 2}
    for words, code in wrong.items():
        answer = await asked(*words)
        assert (answer.returncode, bool(answer.stderr)) == (code, True), words


def table(said: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(said)))
