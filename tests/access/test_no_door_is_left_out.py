"""Every address that asks for something is knocked at with something that is there."""

from typing import Any

import pytest

from tests.access.door_planting import HIDDEN
from tests.access.knocking import Homes, address, doors
from tests.access.planting import unfilled
from tests.access.roles import EXPECTED
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY

LEFT_OUT = {
    "user_id": "people who sign in belong to no home; who manages them is the business of tests/accounts",
    "grant_id": "as above",
    "sign_in_id": "one's own sign-ins: tests/accounts",
    "token": "links that are secrets themselves: tests/welcome",
}


def test_every_address_is_filled_with_something_planted(app: Any, homes: Homes) -> None:
    left = {
        name
        for door in doors(app)
        if address(door, homes.own.ids) is None
        for name in unfilled(door.path, homes.own.ids)
    }
    assert left <= LEFT_OUT.keys()


async def test_pages_for_everybody_tell_nothing_of_a_person(app: Any, homes: Homes, stranger: Client) -> None:
    """Somebody waits without having agreed to be named, and somebody is filling in an application."""
    assert await _read(app, homes, stranger, {"public"}) >= 12


@pytest.mark.parametrize("role", ["statistics_clerk", "city_bureau"])
async def test_the_bureau_reads_figures_and_no_person(role: str, app: Any, homes: Homes, sign_in: ClientAs) -> None:
    browser = await sign_in(role, region=COUNTY)
    assert await _read(app, homes, browser, {"signed in", *EXPECTED[role]}) >= 15


async def _read(app: Any, homes: Homes, browser: Client, access: set[str]) -> int:
    """Read every page of this access, hold that nothing of a person stands in it, and count the pages."""
    read = 0
    for door in doors(app):
        path = address(door, homes.own.ids)
        if door.access not in access or path is None or door.method != "GET":
            continue
        page = await browser.get(path)
        assert page.status_code < 500, door.name
        assert [secret.encode() for secret in HIDDEN if secret.encode() in page.content] == [], door.name
        read += page.status_code == 200
    return read
