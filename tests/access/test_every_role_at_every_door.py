"""Each role of two counties at every address: let in, refused, or told that nothing is there; the last two look alike."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.actor import Actor
from app.core.db import transaction
from tests.access.planting import Planted, filled, plant
from tests.access.roles import EXPECTED, HOME_ROLES
from tests.architecture.route_access import ROUTE_ACCESS
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY

REGION_PARTS = {"code"}
LEAVES = {"accounts.sign_ins.destroy", "accounts.sign_ins.destroy_all", "web.events", "attachments.show"}
"""Signing out would end the knocking, a stream never ends, and a look is written on a connection of its own:
`tests/attachments` knocks there."""

ON_ANOTHER_ROLE = "bureau."
"""These pages are let in on the bureau's own database role, which one shared connection cannot have: `tests/bureau`."""


@dataclass(frozen=True, slots=True)
class Door:
    """One route: its name, method, path and what the reviewed table says of it."""

    name: str
    method: str
    path: str
    access: str


@dataclass(frozen=True, slots=True)
class Homes:
    """The caller's own home, a sibling in the same county, and one in another county."""

    own: Planted
    sibling: Planted
    foreign: Planted


def doors(app: Any) -> list[Door]:
    found = []
    for route in iter_route_contexts(app.routes):
        if route.name in ROUTE_ACCESS and route.name not in LEAVES:
            method = "POST" if "POST" in (route.methods or ()) else "GET"
            found.append(Door(route.name, method, route.path, ROUTE_ACCESS[route.name]))
    assert len(found) > 80
    return found


@pytest.fixture
async def homes(connection: AsyncConnection, actor: Actor) -> Homes:
    async with transaction() as session:
        return Homes(
            own=await plant(session, actor, county=COUNTY),
            sibling=await plant(session, actor, county=COUNTY),
            foreign=await plant(session, actor, county=OTHER_COUNTY),
        )


async def knock(browser: Client, door: Door, path: str) -> int:
    answer = await (browser.post(path, data={}) if door.method == "POST" else browser.get(path))
    return int(answer.status_code)


@pytest.mark.parametrize("role", list(EXPECTED))
async def test_a_role_meets_what_the_table_says(role: str, app: Any, homes: Homes, client_as: ClientAs) -> None:
    browser = await client_as(role, homes.own.home, region=None if role in HOME_ROLES else COUNTY)
    wrong, met = [], Counter[str]()
    for door in doors(app):
        for whose in ("own", "sibling", "foreign", "missing"):
            planted = getattr(homes, "own" if whose == "missing" else whose)
            path = filled(door.path, planted.ids, missing=whose == "missing")
            if path is None or (whose != "own" and "{" not in door.path):
                continue
            expected = _expected(role, door, whose)
            met[expected] += 1
            if expected == "elsewhere":
                continue
            status = await knock(browser, door, path)
            if not _as_expected(expected, status, door):
                wrong.append(f"{door.method} {door.name} {whose}: {status}, expected {expected}")
    assert not wrong, "\n".join(wrong)
    assert met["refused"] > 10 or role == "administrator"
    assert met.total() > 150


def _expected(role: str, door: Door, whose: str) -> str:
    if door.access not in ("public", "signed in") and door.access not in EXPECTED[role]:
        return "refused"
    if door.name.startswith(ON_ANOTHER_ROLE):
        return "elsewhere"
    if _of_regions(door) or door.access in ("public", "signed in"):
        return "anything"
    if whose == "own" or (whose == "sibling" and role not in HOME_ROLES):
        return "let in"
    return "nothing there"


def _of_regions(door: Door) -> bool:
    """Regions belong to everybody; what stands in their path is no secret."""
    return door.name.startswith("regions.") or "{user_id}" in door.path


def _as_expected(expected: str, status: int, door: Door) -> bool:
    if status >= 500:
        return False
    if expected == "refused":
        return status == 403
    if expected == "nothing there":
        return status == 404
    if expected == "let in":
        # An empty form is answered with its sentences; a redirect leads on; a refusal of the rules is a page. Forms
        # about marks ask first which ones, and say so when none is chosen.
        open_ways = (200, 303, 409, 422) if door.method == "POST" else (200, 303)
        return status in open_ways or (status == 404 and door.name.startswith("beds.mark_"))
    return True


async def test_nobody_signed_in_is_sent_to_the_door(app: Any, homes: Homes, client: Client) -> None:
    for door in doors(app):
        path = filled(door.path, homes.own.ids)
        if door.access == "public" or path is None:
            continue
        answer = await (client.post(path, data={}) if door.method == "POST" else client.get(path))
        assert answer.status_code == 303, (door.name, answer.status_code)
        assert answer.headers["Location"].startswith("/sign-in"), door.name
