"""An address that names one home and a thing of another, or one person and a thing of somebody else, leads nowhere."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.access.knocking import Door, Homes, address, doors, knock, say_why
from tests.access.roles import EXPECTED, HOME_ROLES
from tests.support.people import ClientAs
from tests.support.tenants import COUNTY

FORM_FIRST = {
    "admissions.drafts.update", "admissions.withdrawals.create", "beds.closure_resumptions.create",
    "placements.support_ends.create", "placements.support_voids.create", "placements.wish_voids.create",
    "residents.contact_places.create", "stays.return_undoings.create",
}  # fmt: skip
"""An empty form is sent back here before the thing is looked for; nothing of it is shown, and the act looks for it."""

ACTS = {
    "admissions.withdrawals.create": {"reason": "改主意了"},
    "assessments.dismissals.create": {"reason": "能力没有变"},
    "assessments.risk_voids.create": {"reason": "记错了人"},
    "placements.support_ends.create": {"reason": "已入住", "on": "2026-11-01"},
    "placements.support_voids.create": {"reason": "记错了人"},
    "placements.wish_voids.create": {"reason": "记错了人"},
    "residents.relation_voids.create": {"reason": "记错了人"},
}
"""Whole forms for acts on one thing of a person."""


def crossed(app: Any, homes: Homes, role: str) -> Iterator[tuple[Door, str]]:
    """Every door of this role whose address mixes the caller's home, or one person in it, with things of others."""
    mine = {"institution_id": homes.own.ids["institution_id"]}
    for door in doors(app):
        if door.access not in EXPECTED[role] or "{institution_id}" not in door.path or door.path.count("{") < 2:
            continue
        things = [homes.sibling.ids | mine, homes.foreign.ids | mine]
        if "{elder_id}" in door.path and door.path.count("{") > 2:
            things.append(things[0] | {"elder_id": homes.own.ids["elder_id"]})
        for ids in things:
            if (path := address(door, ids)) is not None:
                yield door, path


@pytest.mark.parametrize("role", ["director", "case_officer"])
async def test_things_of_others_are_not_there(role: str, app: Any, homes: Homes, sign_in: ClientAs) -> None:
    browser = await sign_in(role, homes.own.home, region=None if role in HOME_ROLES else COUNTY)
    await say_why(browser, homes.own)
    met = [(door, await knock(browser, door, path, briefly=True)) for door, path in crossed(app, homes, role)]
    assert len(met) > 150
    open_here = {door.name for door, status in met if status != 404}
    assert open_here <= FORM_FIRST


@pytest.mark.parametrize("role", ["network_manager", "case_officer"])
async def test_an_act_on_a_thing_of_somebody_else_does_nothing(
    role: str, app: Any, homes: Homes, sign_in: ClientAs
) -> None:
    """The caller may do it there too, by the right address; by this one the reason for looking was another."""
    browser = await sign_in(role, homes.own.home, region=COUNTY)
    await say_why(browser, homes.own)
    done = 0
    for door in doors(app):
        if door.name in ACTS and door.access in EXPECTED[role]:
            path = address(
                door, homes.sibling.ids | {key: homes.own.ids[key] for key in ("institution_id", "elder_id")}
            )
            answer = await browser.post(str(path), data={"tap_id": str(uuid4()), **ACTS[door.name]})
            assert answer.status_code == 404, (door.name, answer.status_code)
            done += 1
    assert done >= 4
