"""The bureau's pages: the sentence, the day, what is left out and why, what is old, and never a person."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from app.bureau.routes import occupancy
from app.bureau.routes.viewing import flags_on
from app.bureau.rules import HomeOn
from app.census.rules.flags import ReportFlag
from app.census.rules.occupancy import Source, Standing
from app.core.db import Database
from tests.bureau.townsfolk import Town
from tests.support.counting import counting_on
from tests.support.html import Element, page
from tests.support.people import Client, client_for
from tests.support.tenants import COUNTY, OTHER_COUNTY

PAGES = ("", "/occupancy", "/occupancy?by=township", "/occupancy?by=county", "/average", "/series", "/beds")


@pytest.fixture
async def clerk(app: Any, town: Town) -> AsyncIterator[Client]:
    async with client_for(app, town.clerk) as browser:
        yield browser


@pytest.fixture
async def city(app: Any, town: Town) -> AsyncIterator[Client]:
    async with client_for(app, town.city) as browser:
        yield browser


async def seen(browser: Client, address: str) -> Element:
    answer = await browser.get(f"/bureau{address}")
    assert answer.status_code == 200, answer.text
    return page(answer.text)


def one(root: Element, css: str) -> Element:
    """The one element that the selector means."""
    found = root.select(css)
    assert len(found) == 1, f"{css} means {len(found)} elements"
    return found[0]


def hrefs(root: Element, css: str) -> list[str]:
    """The addresses of links."""
    return [link["href"] for link in root.select(css)]


def under(address: str) -> str:
    """An address without what all of the bureau's begin with."""
    return address.removeprefix("/bureau")


@pytest.mark.parametrize("address", PAGES)
async def test_every_page_says_up_to_which_day_and_what_the_figure_is(clerk: Client, town: Town, address: str) -> None:
    shown = await seen(clerk, address)
    assert one(shown, ".sentence").text
    assert str(town.today) in one(shown, ".as-of").text
    assert "分子" in one(shown, "#definition").text
    assert "口径" in one(shown, "#definition").text
    assert [way for way in hrefs(shown, ".page-head a") if ".xlsx" in way]


@pytest.mark.parametrize(("address", "most"), [
    ("", 13), ("/occupancy", 11), ("/occupancy?by=county", 11), ("/average", 9), ("/series", 11), ("/beds", 10),
])  # fmt: skip
async def test_a_page_asks_the_database_few_times(clerk: Client, pools: Database, address: str, most: int) -> None:
    with counting_on(pools.engines["bureau"]) as statements:
        await seen(clerk, address)
    assert statements.count <= most, statements.statements


async def test_no_day_after_the_last_open_one_is_shown(clerk: Client, town: Town) -> None:
    shown = await seen(clerk, "/occupancy?day=2199-01-01")
    assert one(shown, "#day")["value"] == str(town.today)
    assert one(shown, "#day")["max"] == str(town.today)
    shown = await seen(clerk, f"/occupancy?day={town.ago(7)}")
    assert one(shown, "#day")["value"] == str(town.ago(7))
    assert one(await seen(clerk, "/occupancy?day=neither&county=x&sort=y&page=z&by=q"), ".sentence").text


async def test_a_reported_home_is_marked_with_its_age(clerk: Client, town: Town) -> None:
    rows = one(await seen(clerk, "/occupancy?by=home"), "#homes").text
    assert "上报，12 天前" in rows
    assert "本院记录" in rows


async def test_an_old_report_is_named_on_the_first_page(app: Any, town: Town) -> None:
    async with client_for(app, town.neighbour) as browser:
        missing = one(await seen(browser, ""), "#missing")
    assert f"{town.ago(100)} 报的，已 100 天" in missing.text
    assert f"/bureau/homes/{town.homes['says_there']}" in hrefs(missing, "a")


async def test_homes_that_are_left_out_stand_below_with_reason_and_residents(clerk: Client, town: Town) -> None:
    shown = await seen(clerk, "/occupancy?by=home")
    left = one(shown, "#excluded").text
    assert "没有核定床位的文件" in left
    assert "上报数没有填在住或空床" in left
    assert "没有本院记录，也没有上报数" in left
    assert str(town.homes["bare"]) in str(hrefs(shown, "#excluded a"))
    assert str(town.homes["bare"]) not in str(hrefs(shown, "#homes a"))


async def test_rows_are_ordered_by_rate_from_both_ends(clerk: Client, town: Town) -> None:
    down = await _rates(clerk, "/occupancy?by=home&sort=rate")
    up = await _rates(clerk, "/occupancy?by=home&sort=-rate")
    assert down == sorted(down, reverse=True)
    assert up == sorted(up)
    assert len(down) >= 3


async def _rates(browser: Client, address: str) -> list[float]:
    return [float(rate.text.removesuffix("%")) for rate in (await seen(browser, address)).select("#homes tbody td b")]


async def test_many_homes_are_divided_into_pages(clerk: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    every = hrefs(await seen(clerk, "/occupancy?by=home&sort=rate"), "#homes tbody th a")
    monkeypatch.setattr(occupancy, "LONGEST_PAGE", 2)
    monkeypatch.setattr(occupancy, "A_PAGE", 2)
    first = await seen(clerk, "/occupancy?by=home&sort=rate")
    assert hrefs(first, "#homes tbody th a") == every[:2]
    following = one(first, "a[rel=next]")["href"]
    assert hrefs(await seen(clerk, under(following)), "#homes tbody th a") == every[2:4]
    assert hrefs(await seen(clerk, "/occupancy?by=home&page=999"), "#homes tbody th a")


async def test_a_county_opens_to_its_homes_and_a_home_to_its_page(city: Client, town: Town) -> None:
    shown = await seen(city, "/occupancy")
    ways = hrefs(shown, "#places tbody th a")
    assert len(ways) == 2
    assert any(f"county={OTHER_COUNTY}" in way for way in ways)
    homes = await seen(city, under(next(way for way in ways if f"county={COUNTY}" in way)))
    way = hrefs(homes, "#homes tbody th a")[0]
    assert way.startswith("/bureau/homes/")
    assert one(await seen(city, under(way)), "#parts").text


async def test_a_township_opens_to_its_own_homes(clerk: Client, town: Town) -> None:
    townships = await seen(clerk, "/occupancy?by=township")
    way = next(way for way in hrefs(townships, "#places tbody th a") if "township=" in way)
    shown = await seen(clerk, under(way))
    assert hrefs(shown, "#homes tbody th a") == [f"/bureau/homes/{town.homes['full']}"]
    # Another day is another day of the same township, whether it is chosen by the field or by a link.
    assert one(shown, ".ask-bar input[name=township]")["value"] in way
    assert all("township=" in link for link in hrefs(shown, ".ask-bar .chip"))


async def test_a_page_of_a_home_gives_every_part_of_its_figure_and_what_it_has_reported(
    clerk: Client, town: Town
) -> None:
    shown = await seen(clerk, f"/homes/{town.homes['full']}")
    parts = one(shown, "#parts").text
    assert "分子：计入的人" in parts
    assert "请假外出的人不计入" in parts
    assert "护理型床位" in parts
    assert "一季度上报.xlsx" in one(shown, "main").text
    reported = await seen(clerk, f"/homes/{town.homes['says']}")
    assert "上报，12 天前" in one(reported, "#parts").text
    blank = await seen(clerk, f"/homes/{town.homes['blank']}")
    assert "未填" in one(blank, "#parts").text
    assert "不计入入住率" in one(blank, ".sentence").text


async def test_another_countys_home_is_not_there(app: Any, town: Town) -> None:
    async with client_for(app, town.neighbour) as browser:
        assert (await browser.get(f"/bureau/homes/{town.homes['full']}")).status_code == 404
        assert (await browser.get(f"/bureau/homes/{town.homes['there']}")).status_code == 200
        answer = await browser.get(f"/bureau/occupancy?by=home&county={COUNTY}")
        assert f'homes/{town.homes["full"]}"' not in answer.text


async def test_the_average_shows_both_bed_days(clerk: Client, town: Town) -> None:
    shown = await seen(clerk, f"/average?from={town.ago(9)}&to={town.today}")
    assert "÷" in one(shown, ".sentence").text
    used, open_days, rate = (cell.text.replace(",", "") for cell in shown.select("#rows tfoot td")[:3])
    assert rate == f"{100 * int(used) / int(open_days):.1f}%"


async def test_the_series_holds_a_number_for_each_day_and_its_month_ends_below(clerk: Client, town: Town) -> None:
    shown = await seen(clerk, f"/series?from={town.ago(39)}&to={town.today}")
    live = json.loads(one(shown, "script[type=application/json]").text)
    assert live["first"] == str(town.ago(39))
    assert [len(line["values"]) for line in live["lines"]] == [40, 40, 40]
    assert shown.select("svg.trend")
    assert str(town.today) in " ".join(table.text for table in shown.select("table"))


async def test_a_span_is_ten_years_at_most_and_never_backwards(clerk: Client, town: Town) -> None:
    shown = await seen(clerk, f"/series?from=1950-01-01&to={town.today}")
    assert one(shown, "#from")["value"] == str(town.ago(3652))
    shown = await seen(clerk, f"/series?from={town.today}&to={town.ago(5)}")
    assert (one(shown, "#from")["value"], one(shown, "#to")["value"]) == (str(town.ago(5)), str(town.today))


async def test_without_a_sign_in_no_page_of_the_bureau_opens(app: Any, town: Town) -> None:
    async with client_for(app) as browser:
        assert (await browser.get("/bureau/occupancy")).status_code in (303, 401)


def test_a_home_over_full_by_its_own_rows_stands_out() -> None:
    full = HomeOn(
        COUNTY, "", 1, "A", "A", None, "", date(2026, 10, 31), Standing.COUNTED, Source.COMPUTED, None, 46, 46, 0
    )
    assert flags_on(full) == ()
    assert flags_on(full._replace(people=54)) == (ReportFlag.OVER_REGISTERED,)
    assert flags_on(full._replace(people=54, source=Source.REPORTED)) == ()
