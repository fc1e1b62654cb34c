"""Things to knock at: a home with everything in it, and the addresses that lead to each thing."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import keep_file
from app.beds import service as beds
from app.beds.rules.kinds import ClosureReason, MarkKind
from app.beds.service import Paper
from app.census.models import ReportedFigure
from app.census.rules.reported import ReportedKind
from app.core.actor import Actor
from app.core.clock import business_date
from app.imports import service as imports
from tests.access.door_planting import plant_door
from tests.access.people import plant_people
from tests.factories.beds import a_house
from tests.factories.institutions import a_fact, a_price, a_registered

__all__ = ["Planted", "filled", "plant", "unfilled"]

LEDGER = "楼栋,楼层,房间,床号\n新楼,1,901,1\n".encode()
MISSING = 987_654_321


@dataclass(frozen=True, slots=True)
class Planted:
    """The ids of one home's things, by the name a path gives them."""

    home: Any
    ids: dict[str, Any]


async def plant(session: AsyncSession, actor: Actor, *, county: int) -> Planted:
    """Plant one of everything in a new home of a county."""
    house, beside = await a_house(session, county=county, rooms="301–302"), await a_house(session, county=county)
    home, day = house.home, await business_date(session)
    one, two = house.ids("301-1", "301-2")
    closed = await beds.close_beds(session, actor, home, [one], reason=ClosureReason.REPAIR, from_on=day)
    paper = Paper(basis="民政局认定", document_no="1 号")
    marked = await beds.mark_beds(session, actor, home, [two], kind=MarkKind.NURSING, from_on=day, paper=paper)
    unit = await beds.add_unit(session, actor, home, label="护理一区")
    filed: dict[str, Any] = {"county": county, "institution_id": home.institution_id, "filename": "a.pdf"}
    kept = await keep_file(session, actor, **filed, content=b"%PDF-1.7", purpose="registered_beds")
    told = ReportedFigure(county=county, institution_id=home.institution_id, as_of=day, kind=ReportedKind.RESIDENTIAL,
                          registered=4, occupied=1, source="月报")  # fmt: skip
    session.add(told)
    await session.flush()
    run = await imports.receive(session, actor, home, kind="beds", filename="床位.csv", data=LEDGER)
    ids: dict[str, Any] = {
        "institution_id": home.institution_id,
        "building_id": house.building.id,
        "floor_id": house.floor.id,
        "unit_id": unit.id,
        "room_id": house.rooms["301"],
        "bed_id": two,
        "claim_id": closed[0].id,
        "mark_id": marked[0].id,
        "attachment_id": kept.id,
        "run_id": run.id,
        "figure_id": told.id,
        "fact_id": (await a_fact(session, house.institution)).id,
        "document_id": (await a_registered(session, house.institution)).id,
        "price_id": (await a_price(session, house.institution)).id,
        "code": county,
    }
    ids |= await plant_people(session, actor, house, day, (county, beside.home.institution_id))
    ids |= await plant_door(session, actor, house, ids["elder_id"], day)
    return Planted(house.institution, ids)


def filled(path: str, ids: dict[str, Any], *, missing: bool = False) -> str | None:
    """Fill a route's path with planted ids, or with ids that are nobody's; None where nothing of that name exists.

    A word stays as it is: it is the thing that is missing, not the kind of page about it.
    """
    if unfilled(path, ids):
        return None

    def said(name: str) -> str:
        return str(MISSING if missing and isinstance(ids[name], int) else ids[name])

    return re.sub(r"\{(\w+)[^}]*\}", lambda found: said(found[1]), path)


def unfilled(path: str, ids: dict[str, Any]) -> set[str]:
    """Name what a route's path asks for and nobody has planted."""
    return set(re.findall(r"\{(\w+)", path)) - ids.keys()
