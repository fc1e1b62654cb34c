"""Changing a file, as a browser does."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.residents import service
from app.residents.models import Elder
from app.residents.rules.births import read_birth, write_birth
from app.residents.rules.kinds import BirthPrecision
from tests.residents.drafts import director, draft
from tests.residents.filing import FileDesk, a_town_with_a_file
from tests.support.html import select as css
from tests.support.people import HTMX
from tests.support.tenants import acting_everywhere


async def change(desk: FileDesk, *, headers: dict[str, str] | None = None, **said: str) -> Any:
    """Send the form of a person's own lines: its address is the file's own."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"tap_id": str(uuid4())} | said)
    return await desk.browser.post(desk.root, content=body, headers=kind | (headers or {}))


async def test_a_file_is_changed_and_two_people_see_both_values(app: Any, urls: Urls, pools: Database) -> None:
    async with a_town_with_a_file(app, urls) as desk:
        page = await desk.get("/edit")
        assert page.status_code == 200, page.text[-1500:]
        assert [field["value"] for field in css(page.text, "[name=born]")]
        [version] = [field["value"] for field in css(page.text, "[name=version]")]
        async with acting_everywhere(), transaction() as session:
            elder = await session.get_one(Elder, (desk.house.home.county, desk.elder_id))
            form = {
                "name": elder.name, "sex": elder.sex.value, "born": write_birth(elder.born_on, elder.birth_precision),
                "id_differs": "yes", "version": version,
            }  # fmt: skip
        saved = await change(desk, **form, ethnicity="彝族")
        assert saved.status_code == 303, saved.text[:2000]
        late = await change(desk, **form, ethnicity="汉族", headers=HTMX)
        assert late.status_code == 409
        assert "改为「彝族」，您填的是「汉族」" in late.text
        [newer] = [field["value"] for field in css(late.text, "#elder-form [name=version]")]
        assert (await change(desk, **(form | {"version": newer}), ethnicity="汉族")).status_code == 303
        wrong = await change(desk, **(form | {"version": newer, "name": ""}), headers=HTMX)
        assert wrong.status_code == 422


async def test_a_phone_is_masked_kept_and_taken_out(app: Any, urls: Urls, pools: Database) -> None:
    async with a_town_with_a_file(app, urls) as desk:
        async with acting_everywhere(), transaction() as session:
            home = desk.house.home
            elder = await service.open_file(session, director(home), home, draft(name="李桂芳"))
        desk.elder_id = elder.id
        page = await desk.get("/edit")
        assert "已登记 138****5678" in page.text
        assert "13812345678" not in page.text
        form = {
            "name": "李桂芳",
            "sex": "female",
            "born": "1941-03-01",
            "address": "新街",
            "version": str(elder.version),
        }
        assert (await change(desk, **form)).status_code == 303
        assert "138****5678" in (await desk.get("/edit")).text
        form |= {"version": str(elder.version + 1), "no_phone": "yes"}
        assert (await change(desk, **form)).status_code == 303
        assert "138****5678" not in (await desk.get("/edit")).text


@pytest.mark.parametrize(
    ("text", "born", "precision"),
    [
        ("1941-03-01", date(1941, 3, 1), BirthPrecision.DAY),
        ("19410301", date(1941, 3, 1), BirthPrecision.DAY),
        ("1941 年 3 月 1 日", date(1941, 3, 1), BirthPrecision.DAY),
        ("1941/3/1", date(1941, 3, 1), BirthPrecision.DAY),
        ("1941.3", date(1941, 3, 1), BirthPrecision.MONTH),
        ("194103", date(1941, 3, 1), BirthPrecision.MONTH),
        ("1941年3月", date(1941, 3, 1), BirthPrecision.MONTH),
        ("１９４１", date(1941, 1, 1), BirthPrecision.YEAR),
        ("1941年", date(1941, 1, 1), BirthPrecision.YEAR),
    ],
)
def test_birth_dates_are_read_as_people_write_them(text: str, born: date, precision: BirthPrecision) -> None:
    read = read_birth(text)
    assert (read.born_on, read.precision) == (born, precision)
    assert read_birth(write_birth(born, precision)) == read
    assert read_birth(text, estimated=True).precision is BirthPrecision.ESTIMATED
