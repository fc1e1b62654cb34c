"""Every page of beds draws, for those who may see it."""

import re
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import service
from app.beds.rules.kinds import ClosureReason, MarkKind
from app.beds.service import Paper
from tests.factories.beds import HouseOfBeds, a_house
from tests.support.people import ClientAs

PAGES = (
    "board", "board?day=2026-03-01&state=free", "board/sheet", "beds", "beds/{bed}", "board?bed={bed}", "bed-counts",
    "closures/new?beds={bed}", "closures/new", "closures/{claim}/end", "closures/{claim}/plan", "closures/{claim}/void",
    "marks/new?beds={bed}", "mark-ends/new?marks={mark}", "mark-voids/new?marks={mark}", "structure",
    "structure?floor_id={floor}&rooms=501–520&beds=2&from_on=2027-01-01&facing=odd_south", "structure?room_id={room}",
    "structure/sheet", "rooms/undoing?rooms={room}", "buildings/new", "buildings/{building}/edit",
    "buildings/{building}/floors/new", "floors/{floor}/edit", "units/new", "units/{unit}/edit",
    "units/{unit}/retirement", "bed-retirements/new?beds={bed}", "rooms/{room}/retirement", "floors/{floor}/retirement",
    "buildings/{building}/retirement", "rooms/{room}/edit", "rooms/{room}/split", "rooms/{room}/merger",
    "rooms/{room}/beds/new", "beds/{bed}/edit",
)  # fmt: skip


async def everything(session: AsyncSession) -> tuple[HouseOfBeds, dict[str, int]]:
    house = await a_house(session)
    args = (session, house.actor, house.home)
    unit = await service.add_unit(*args, label="一护理单元")
    [claim] = await service.close_beds(
        *args, house.ids("301-1"), reason=ClosureReason.REPAIR, from_on=date(2026, 1, 1), note="水管漏"
    )
    [mark] = await service.mark_beds(
        *args, house.ids("301-1"), kind=MarkKind.NURSING, from_on=date(2026, 1, 1), paper=Paper(document_no="1 号")
    )
    ids = {
        "bed": house.beds["301-1"], "claim": claim.id, "mark": mark.id, "floor": house.floor.id,
        "room": house.rooms["302"], "building": house.building.id, "unit": unit.id,
    }  # fmt: skip
    return house, ids


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_draws(session: AsyncSession, client_as: ClientAs, page: str) -> None:
    house, ids = await everything(session)
    director = await client_as("director", house.institution)
    answer = await director.get(f"/institutions/{house.home.institution_id}/{page.format(**ids)}")
    assert answer.status_code == 200, answer.text[:2000]
    assert "style=" not in answer.text
    assert not re.search(r"\{\{|\{%|Undefined", answer.text)
