"""`figure occupancy` on the command line: value, numerator, denominator, parts that add up, and who was left out."""

import asyncio
import base64
import csv
import io
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app.census.rules.rulings import RulingCode
from app.cli.figure import _write_csv
from app.core.clock import business_date
from app.core.db import Database, transaction
from app.core.figures import FigureRow
from app.core.postgres.urls import Urls, revealed
from tests.census.rows import a_leave, a_ruling
from tests.conftest import ROOM_FOR_TESTS
from tests.factories.beds import a_house
from tests.factories.institutions import a_registered
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.support.commands import Commands
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere
from tests.support.town import committing

Asked = Callable[..., Awaitable[str]]
CITY = str(COUNTY // 100 * 100)


@pytest.fixture(scope="module")
async def town(urls: Urls, pools: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    """Four homes: 3 of 4 with one away, 2 of 8 in the other county, one without a document, one closed yesterday."""
    key = tmp_path_factory.mktemp("keys") / "master.key"
    key.write_bytes(base64.b64encode(ROOM_FOR_TESTS._key))
    async with committing(urls):
        async with acting_everywhere(), transaction() as session:
            today, stays = await business_date(session), []
            homes = [await a_house(session, county=county) for county in (COUNTY, OTHER_COUNTY, COUNTY, COUNTY)]
            for house, people in zip(homes, (3, 2, 1, 1), strict=True):
                elders = [await an_elder(session, house.home) for _person in range(people)]
                stays += [await a_stay(session, house.home, elder) for elder in elders]
            for house, value in zip(homes, (4, 8, None, 9), strict=True):
                if value:
                    await a_registered(session, house.institution, value=value)
            await a_leave(session, stays[0], today - timedelta(days=2))
            await a_ruling(session, COUNTY, RulingCode.LEAVE, False, from_on=today)
            homes[3].institution.closed_on = today - timedelta(days=1)
        yield {
            **{name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")},
            "DATABASE_URL": revealed(urls.app), "OWNER_DATABASE_URL": revealed(urls.owner), "KEY_FILE": str(key),
            "TODAY": today.isoformat(), **{f"HOME{n}": house.institution.code for n, house in enumerate(homes)},
        }  # fmt: skip


@pytest.fixture
def asked(town: dict[str, str], commands: Commands) -> Asked:
    """Ask that town for its occupancy."""

    async def ask(*words: str) -> str:
        answer = await asyncio.to_thread(commands.forked, town, "figure", "occupancy", *words)
        assert (answer.returncode, answer.stderr) == (0, "")
        return answer.stdout

    return ask


async def test_the_whole_city_is_divided_once_and_says_what_is_left_out(town: dict[str, str], asked: Asked) -> None:
    whole = json.loads(await asked("--region", CITY, "--json"))
    assert (whole["numerator"], whole["denominator"], whole["unit"]) == (4, 12, "percent")
    assert whole["value"] == pytest.approx(1 / 3)
    assert "缺" not in whole["definition"]
    assert "核定床位" in whole["definition"]
    left_out = {(one["institution_code"], one["reason"]): one["count"] for one in whole["excluded"]}
    assert left_out == {
        (town["HOME0"], "ruling_leave"): 1, (town["HOME2"], "no_document"): 1, (town["HOME3"], "closed"): 1,
    }  # fmt: skip
    parts = {
        part["institution_code"]: (part["numerator"], part["denominator"], part["value"]) for part in whole["parts"]
    }
    assert parts == {
        town["HOME0"]: (2, 4, 0.5), town["HOME1"]: (2, 8, 0.25), town["HOME2"]: (1, None, None),
        town["HOME3"]: (None, None, None),
    }  # fmt: skip


async def test_one_home_on_days_before_and_after_the_ruling(town: dict[str, str], asked: Asked) -> None:
    code, day = f"{COUNTY}/{town['HOME0']}", date.fromisoformat(town["TODAY"]) - timedelta(days=1)
    before = json.loads(await asked("--institution", code, "--as-of", day.isoformat(), "--json"))
    assert (before["numerator"], before["denominator"], before["value"], before["excluded"]) == (3, 4, 0.75, [])
    assert (await asked("--institution", code)).rstrip().endswith(f"{town['TODAY']}: 50.0% (2 / 4)")
    first = (day - timedelta(days=1)).isoformat()
    days = table(await asked("--institution", code, "--by", "day", "--from", first, "--csv"))
    assert [(one["numerator"], one["denominator"], one["value"]) for one in days] == [
        ("3", "4", "0.75"), ("3", "4", "0.75"), ("2", "4", "0.5"),
    ]  # fmt: skip


async def test_a_missing_denominator_is_no_answer(town: dict[str, str], asked: Asked) -> None:
    code = f"{COUNTY}/{town['HOME2']}"
    found = json.loads(await asked("--institution", code, "--json"))
    assert (found["value"], found["numerator"], found["denominator"]) == (None, 1, None)
    assert "缺分母 (1 / -)" in await asked("--institution", code)
    counties = table(await asked("--region", CITY, "--by", "county", "--csv"))
    assert [(one["numerator"], one["denominator"]) for one in counties] == [("2", "4"), ("2", "8")]


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(1)", " =1", "＝1+1"])
def test_no_name_becomes_a_formula(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    _write_csv([FigureRow(COUNTY, name, "-A1", "甲院 = 乙院", date(2026, 11, 22), -1, None, -0.5, "x")])
    [row] = table(capsys.readouterr().out)
    assert (row["region"], row["institution_code"], row["institution"]) == (f"'{name}", "'-A1", "甲院 = 乙院")
    assert (row["numerator"], row["denominator"], row["value"]) == ("-1", "", "-0.5")


def table(said: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(said)))
