"""Knocking at every door: what each role should meet there, and what it met."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi.routing import iter_route_contexts

from tests.access.door_planting import WORDS
from tests.access.planting import Planted, filled
from tests.access.roles import EXPECTED, HOME_ROLES
from tests.architecture.route_access import ROUTE_ACCESS
from tests.support.people import HTMX, Client, ClientAs
from tests.support.tenants import COUNTY

REGION_PARTS = {"code"}
LEAVES = {"accounts.sign_ins.destroy", "accounts.sign_ins.destroy_all", "web.events"}
"""Signing out would end the knocking, and a stream never ends."""


ASK_WHICH = (
    "beds.mark_", "assessments.rulings.", "assessments.decisions.", "census.rulings.", "stays.mergers.", "stays.bed_move_undoings.", "stays.exchange_undoings.",
    "stays.leave_undoings.", "imports.reported.show", "imports.reported.columns", "imports.reported.edits",
    "imports.reported.apply", "imports.reported.progress", "imports.reported.release", "placements.orders.create", "imports.reported.undo", "imports.reported.annotated",
)  # fmt: skip
"""Pages about something that the address or the form must name: without it nothing is there."""


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


OF_A_COUNTY = {"county", "no", "policy_id", "ruling_id", "scale_ruling_id"}
"""What belongs to a county as a whole: every home of the county finds the same there, those of another nothing."""

SIGNED = ("assessments.disputes.", "assessments.signatures.show", "assessments.sheet.")
"""Doors of an assessment that is signed; all others are knocked at with one that is under way."""


def address(door: Door, ids: dict[str, Any], *, missing: bool = False) -> str | None:
    """Where a door leads among these ids, or None where nothing of the kind is planted."""
    words = next((words for start, words in WORDS.items() if door.name.startswith(start)), {})
    ids = ids | words | ({"assessment_id": ids["signed_id"]} if door.name.startswith(SIGNED) else {})
    return filled(door.path, ids, missing=missing)


def doors(app: Any) -> list[Door]:
    found = []
    for route in iter_route_contexts(app.routes):
        if route.name in ROUTE_ACCESS and route.name not in LEAVES:
            method = "POST" if "POST" in (route.methods or ()) else "GET"
            found.append(Door(str(route.name), method, str(route.path), ROUTE_ACCESS[route.name]))
    assert len(found) > 80
    return found


async def knock(browser: Client, door: Door, path: str, *, briefly: bool = False) -> int:
    """Knock as a page does, or as htmx does: a refusal is then told in a header, and no page is drawn around it."""
    headers = HTMX if briefly else {}
    send = partial(browser.post, data={}) if door.method == "POST" else browser.get
    answer = await send(path, headers=headers)
    # What a page is told by 303, htmx is told by a header, because fetch would follow.
    return 303 if "HX-Redirect" in answer.headers else int(answer.status_code)


async def meet_every_door(role: str, app: Any, homes: Homes, sign_in: ClientAs) -> None:
    """Knock as one role at every address of its own home, a sibling, a foreign one and one that is missing."""
    browser = await sign_in(role, homes.own.home, region=None if role in HOME_ROLES else COUNTY)
    wrong, met = [], Counter[str]()
    if role == "case_officer":
        await say_why(browser, homes.own)
    for door in doors(app):
        for whose in ("own", "sibling", "foreign", "missing"):
            planted = getattr(homes, "own" if whose == "missing" else whose)
            path = address(door, planted.ids, missing=whose == "missing")
            if path is None or (whose != "own" and "{" not in door.path):
                continue
            expected = _expected(role, door, whose)
            met[expected] += 1
            # A page is drawn whole where it is the caller's own; elsewhere the matter is who is let in.
            briefly = whose != "own"
            status = await knock(browser, door, path, briefly=briefly)
            if not _as_expected(expected, status, door) and not _asks_why(role, status, door, whose):
                wrong.append(f"{door.method} {door.name} {whose}: {status}, expected {expected}")
    assert not wrong, "\n".join(wrong)
    assert met["refused"] > 10 or role == "administrator"
    assert met.total() > 150


def _expected(role: str, door: Door, whose: str) -> str:
    if door.access not in ("public", "signed in") and door.access not in EXPECTED[role]:
        return "refused"
    if _of_regions(door) or door.access in ("public", "signed in"):
        return "anything"
    if whose == "own" or (whose == "sibling" and (role not in HOME_ROLES or _of_the_county(door))):
        return "let in"
    return "nothing there"


def _of_the_county(door: Door) -> bool:
    return set(re.findall(r"\{(\w+)", door.path)) <= OF_A_COUNTY


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
        return status in open_ways or (status == 404 and door.name.startswith(ASK_WHICH))
    return True


async def say_why(browser: Client, home: Planted) -> None:
    """The case officer says why one file is opened; its doors let in from then on, those of others go on asking."""
    path = filled("/institutions/{institution_id}/elders/{elder_id}/looks", home.ids)
    assert (await browser.post(str(path), data={"reason": "核对分散供养意愿"})).status_code == 303


def _asks_why(role: str, status: int, door: Door, whose: str) -> bool:
    """Who looked at a file reads only whoever reads the trail too; the case officer says why before any file opens."""
    if door.name == "residents.looks.index":
        return status == 403 and (role == "case_officer" or "audit.see" not in EXPECTED[role])
    of_a_file = door.name in ("stays.elder_panel.show", "stays.timeline.show") or (
        door.name.startswith("assessments.") and "{elder_id}" in door.path
    )
    return role == "case_officer" and whose == "sibling" and status == 403 and of_a_file
