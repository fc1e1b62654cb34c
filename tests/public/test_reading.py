"""What anybody reads without a sign-in: bands, numbers, masked names with consent, and never a person."""

import re
from typing import Any

import pytest

from app.web.static import ROOT
from tests.public.conftest import CANARIES, Town
from tests.support.people import Client

SHEET = (ROOT / "css" / "public.css").stat().st_size
MOST = 30 * 1024


@pytest.fixture
def pages(town: Town) -> list[str]:
    """The addresses of all pages that open by themselves."""
    county, home = town.county, town.house.home.institution_id
    return [
        f"/open?county={county}", "/open/waitlist", f"/open/waitlist/{county}", f"/open/waitlist/{county}?home={home}",
        f"/open/waitlist/{county}?home={home}&paper=1", "/open/place", f"/open/apply?county={county}", "/open/apply/back",
        f"/open/objection?county={county}", "/open/objection/result", f"/open/homes/{county}/{home}",
    ]  # fmt: skip


async def test_no_page_names_a_person_or_weighs_too_much(client: Client, pages: list[str], town: Town) -> None:
    secret = (*CANARIES, "秀英", "欧阳", "诸葛", town.unlisted.number)
    for path in pages:
        page = await client.get(path)
        assert page.status_code == 200, path
        assert [one for one in secret if one in page.text] == [], path
        assert len(page.content) + SHEET <= MOST, (path, len(page.content), SHEET)
        assert "<script" not in page.text
        assert re.findall(r'<link rel="stylesheet" href="/static/css/([a-z]+)\.css', page.text) == ["public"], path


async def test_the_list_has_numbers_and_a_masked_name_only_with_consent(client: Client, town: Town) -> None:
    page = (await client.get(f"/open/waitlist/{town.county}?home={town.house.home.institution_id}")).text
    assert town.named.number in page
    assert town.silent.number in page
    assert "王*英" in page
    assert page.index(town.silent.number) < page.index(town.named.number), "level 4 stands before level 1"
    assert "欧" not in page


async def test_vacancies_are_bands_with_an_honest_day(client: Client, town: Town) -> None:
    page = (await client.get(f"/open?county={town.county}")).text
    card = page[page.index(town.house.institution.name) - 300 : page.index(town.house.institution.name) + 900]
    assert "4+" in card, "eight beds are free and no card says eight"
    assert "8 张" not in card
    assert "每月 1,500 至 2,000 元" in card, "a bed and meals: the cheapest and the dearest"
    assert "今天" in card


async def test_a_filter_that_fits_nothing_says_which_one_to_drop(client: Client, town: Town) -> None:
    page = (await client.get(f"/open?county={town.county}&price=high")).text
    assert town.house.institution.name not in page
    assert "可以先去掉「每月费用」再查" in page
    assert town.house.institution.name in (await client.get(f"/open?county={town.county}&town=x&price=low'--")).text


async def test_an_unchanged_page_is_not_sent_twice(client: Client, town: Town) -> None:
    first = await client.get(f"/open?county={town.county}")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = await client.get(f"/open?county={town.county}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await client.get(f"/open?county={town.county}&price=low", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


async def test_odd_addresses_are_pages_and_no_errors(client: Client, town: Town) -> None:
    for path in ("/open?county=999999", "/open?county=abc&page=-3&kind=x", f"/open/waitlist/{town.county}?home=99999999999999999999",
                 f"/open/waitlist/{town.county}?page=%00", "/open/waitlist/110101", "/open/homes/510302/1"):  # fmt: skip
        assert (await client.get(path)).status_code in (200, 404), path


async def test_a_persons_own_page_is_kept_by_nobody(client: Client, town: Town) -> None:
    said: dict[str, Any] = {"number": town.silent.number, "pin": "402913"}
    page = await client.post("/open/place", data=said)
    assert page.headers["Cache-Control"] == "no-store"
