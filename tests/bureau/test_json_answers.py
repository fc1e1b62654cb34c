"""Answers for programs: rows with their definition and source, what is left out, marks of content, and clear refusals."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import orjson
import pytest

from app.bureau import queries
from tests.bureau.townsfolk import Town, seen
from tests.support.people import Client, a_user, client_for, open_sign_in_for
from tests.support.tenants import COUNTY, OTHER_COUNTY

HOME = {
    "as_of", "definition", "formula_version", "source", "reported_on", "county", "county_name", "institution_id", "code",
    "name", "numerator", "denominator", "value",
}  # fmt: skip


@pytest.fixture
async def city(app: Any, town: Town) -> AsyncIterator[Client]:
    async with client_for(app, town.city) as browser:
        yield browser


@pytest.fixture
async def clerk(app: Any, town: Town) -> AsyncIterator[Client]:
    async with client_for(app, town.clerk) as browser:
        yield browser


async def asked(browser: Client, address: str) -> dict[str, Any]:
    answer = await browser.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    said: dict[str, Any] = orjson.loads(answer.content)
    return said


async def test_counties_are_those_of_the_pages(city: Client, town: Town) -> None:
    said = await asked(city, f"/bureau/occupancy.json?day={town.today}")
    counties = await seen(town.city, lambda session: queries.counties_on(session, town.today))
    assert [(row["county"], row["numerator"], row["denominator"]) for row in said["rows"]] == [
        (one.code, one.people, one.registered) for one in counties
    ]
    assert [row["source"] for row in said["rows"]] == ["mixed", "mixed"]
    assert said["excluded"] == [{"county": COUNTY, "county_name": counties[0].name, "homes": 4, "people": 10}]
    assert said["words"].startswith("入住率 = ")
    only = await asked(city, f"/bureau/occupancy.json?county={OTHER_COUNTY}")
    assert only["rows"] == [said["rows"][1]]


@pytest.mark.parametrize("ago", [0, 5, 12, 40, 61])
async def test_homes_are_those_of_the_pages(city: Client, town: Town, ago: int) -> None:
    day = town.ago(ago)
    said = await asked(city, f"/bureau/occupancy.json?by=home&day={day}")
    homes = await seen(town.city, lambda session: queries.homes_on(session, day))
    rated = [home for home in homes if home.counted]
    assert [
        (row["institution_id"], row["source"], row["reported_on"], row["numerator"], row["denominator"], row["value"])
        for row in said["rows"]
    ] == [
        (home.institution_id, home.source, home.reported_on and str(home.reported_on), home.people, home.registered,
         pytest.approx(float(home.rate.value or 0)))
        for home in rated
    ]  # fmt: skip
    assert all(row.keys() == HOME and row["as_of"] == str(day) for row in said["rows"])
    left = {row["institution_id"]: (row["reason"], row["people"]) for row in said["excluded"]}
    assert left == {
        home.institution_id: (home.standing, home.left_people)
        for home in homes
        if not home.counted and (home.standing not in ("closed", "not_open") or home.left_people)
    }


async def test_one_home(clerk: Client, town: Town) -> None:
    whole = await asked(clerk, "/bureau/occupancy.json?by=home")
    by_id = {row["institution_id"]: row for row in [*whole["rows"], *whole["excluded"]]}
    for name in ("full", "says", "late", "paper", "bare", "blank", "silent", "shut"):
        said = await asked(clerk, f"/bureau/homes/{town.homes[name]}/occupancy.json")
        assert [*said["rows"], *said["excluded"]] == [by_id[town.homes[name]]], name
    assert (await asked(clerk, f"/bureau/homes/{town.homes['gone']}/occupancy.json"))["rows"] == []


@pytest.mark.parametrize("county", [COUNTY, OTHER_COUNTY, None])
async def test_a_series_is_that_of_the_pages(city: Client, town: Town, county: int | None) -> None:
    first = town.ago(50)
    asked_for = f"from={first}&to={town.today}" + (f"&county={county}" if county else "")
    said = await asked(city, f"/bureau/series.json?{asked_for}")
    series = await seen(town.city, lambda s: queries.county_series(s, county, first, town.today))
    assert [
        (row["as_of"], row["numerator"], row["denominator"], row["homes"], row["reported_homes"],
         row["excluded_homes"], row["excluded_people"]) for row in said["rows"]
    ] == [
        (str(one.day), one.people, one.registered, one.homes, one.reported_homes, one.left_homes, one.left_people)
        for one in series
    ]  # fmt: skip


async def test_the_same_content_is_not_sent_twice(clerk: Client, town: Town) -> None:
    first = await clerk.get("/bureau/occupancy.json?by=home")
    mark = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    for known in (mark, f'"other", W/{mark}', "*"):
        again = await clerk.get("/bureau/occupancy.json?by=home", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
    other = await clerk.get(f"/bureau/occupancy.json?by=home&day={town.ago(8)}", headers={"If-None-Match": mark})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("occupancy.json?day=2026-02-30", 422, "day 要写成 2026-11-22 这样的日期，请改正"),
        ("occupancy.json?by=bed", 422, "by 只能是 county 或 home，请改正"),
        ("occupancy.json?day={tomorrow}", 422, "还没有统计到 {tomorrow}，请改查 {today} 或以前的日期"),
        ("occupancy.json?by=home&day={tomorrow}", 422, "还没有统计到 {tomorrow}"),
        ("occupancy.json?day=1990-01-01", 422, "1990-01-01 还没有任何数，请改查 {since} 或以后的日期"),
        ("occupancy.json?by=home&day=1990-01-01", 422, "1990-01-01 还没有任何数"),
        ("occupancy.json?county=510304", 404, "您能看的区县里没有 510304，请改正 county"),
        ("occupancy.json?by=home&county=510304", 404, "您能看的区县里没有 510304"),
        ("occupancy.json?county=abc", 404, "您能看的区县里没有 abc"),
        ("series.json?from={today}&to={since}", 422, "from 要早于 to，且不超过 3660 天，请改正"),
        ("series.json?from=2000-01-01", 422, "from 要早于 to"),
        ("series.json?to={tomorrow}", 422, "还没有统计到 {tomorrow}"),
        ("series.json?county=510304", 404, "您能看的区县里没有 510304"),
        ("homes/999999999/occupancy.json", 404, "您能看的区县里没有这家机构"),
        ("homes/{there}/occupancy.json", 404, "您能看的区县里没有这家机构"),
        ("homes/{full}/occupancy.json?day={tomorrow}", 422, "还没有统计到 {tomorrow}"),
    ],
)
async def test_what_cannot_be_answered_says_why(
    clerk: Client, town: Town, address: str, status: int, words: str
) -> None:
    known = {
        "today": town.today, "tomorrow": town.today + timedelta(days=1), "since": town.since,
        "there": town.homes["there"], "full": town.homes["full"],
    }  # fmt: skip
    answer = await clerk.get("/bureau/" + address.format(**known))
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    said = orjson.loads(answer.content)
    assert said["detail"].startswith(words.format(**known))
    assert (said["status"], set(said)) == (status, {"type", "title", "status", "detail", "instance"})


async def test_answers_hold_no_person_and_no_other_county(clerk: Client) -> None:
    for address in ("occupancy.json?by=home", "occupancy.json", f"series.json?county={COUNTY}"):
        body = (await clerk.get(f"/bureau/{address}")).text
        assert str(OTHER_COUNTY) not in body
        for word in ("elder", "stay", "id_number", "born", "sex"):
            assert word not in body


async def test_only_who_may_see_figures_is_answered(app: Any, town: Town) -> None:
    async with client_for(app) as nobody:
        assert (await nobody.get("/bureau/occupancy.json")).status_code == 303
    manager = await open_sign_in_for((await a_user("network_manager", region=COUNTY)).id)
    async with client_for(app, manager) as browser:
        assert (await browser.get("/bureau/occupancy.json")).status_code == 403
