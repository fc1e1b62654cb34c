"""Every named constraint of the beds has a sentence, and refuses with it what must not be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import SENTENCES
from app.beds.models import Bed, BedClaim, BedMark, BedService, Building, Floor, NursingUnit, Room, RoomTerm
from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind, RoomKind, Sex, UnitKind
from app.core.base import Base
from app.core.db import refusing
from app.core.errors import Refused
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.stays import somebody
from tests.support.constraints import county_comes_first, named, write

D, DAY, LATER = date, date(2026, 5, 1), date(2026, 6, 1)
TABLES = [
    model.__table__ for model in (Building, Floor, NursingUnit, Room, RoomTerm, Bed, BedService, BedMark, BedClaim)
]

Rows = list[Any]


UPWARDS = {"fk_bed_claims_elder", "fk_bed_claims_stay"}
"""Keys of claims that point at people and their stays: their sentences stand with the stays, and so do their tests."""


def test_every_named_constraint_has_a_sentence() -> None:
    assert named(TABLES) - UPWARDS == SENTENCES.keys()
    assert all(sentence and not sentence.isascii() for sentence in SENTENCES.values())


def test_every_key_and_rule_contains_the_county_first() -> None:
    county_comes_first(TABLES)
    assert Base.metadata.tables["bed_claims"] in TABLES


def service(house: HouseOfBeds, **changes: Any) -> BedService:
    given = {"bed_id": house.beds["301-1"], "room_id": house.rooms["301"], "label": "9", "from_on": DAY}
    return BedService(**house.home.keys, **(given | changes))


def term(house: HouseOfBeds, **changes: Any) -> RoomTerm:
    given = {
        "room_id": house.rooms["301"], "floor_id": house.floor.id, "label": "399", "kind": RoomKind.DOUBLE,
        "from_on": DAY,
    }  # fmt: skip
    return RoomTerm(**house.home.keys, **(given | changes))


def mark(house: HouseOfBeds, **changes: Any) -> BedMark:
    given = {"bed_id": house.beds["301-1"], "kind": MarkKind.NURSING, "from_on": DAY, "document_no": "1 号"}
    return BedMark(**house.home.keys, **(given | changes))


def claim(house: HouseOfBeds, service_id: int, **changes: Any) -> BedClaim:
    given = {
        "kind": ClaimKind.CLOSURE, "reason": ClosureReason.REPAIR, "bed_id": house.beds["301-1"],
        "room_id": house.rooms["301"], "service_id": service_id, "service_from_on": D(2020, 1, 1),
        "service_to_on": D.max, "from_on": DAY,
    }  # fmt: skip
    return BedClaim(**house.home.keys, **(given | changes))


def held(house: HouseOfBeds, service_id: int, **changes: Any) -> BedClaim:
    """A bed kept for a person who is awaited: 王秀英, unless `elder_id` says who."""
    who = house.people["who"]
    given = {"kind": ClaimKind.HOLD, "reason": None, "elder_id": who.elder_id, "sex": Sex.FEMALE}
    return claim(house, service_id, **(given | changes))


def lain_in(house: HouseOfBeds, service_id: int, **changes: Any) -> BedClaim:
    """A bed in which the person lies during the stay."""
    who = house.people["who"]
    stay = {
        "kind": ClaimKind.STAY, "stay_id": who.stay_id, "stay_from_on": who.stay_from_on, "stay_to_on": who.stay_to_on,
    }  # fmt: skip
    return held(house, service_id, **(stay | changes))


BREACHES: dict[str, Callable[[HouseOfBeds, int], Rows]] = {
    "uq_buildings_label": lambda h, s: [Building(**h.home.keys, label="康宁楼")],
    "ck_buildings_label": lambda h, s: [Building(**h.home.keys, label="  ")],
    "uq_floors_label": lambda h, s: [Floor(**h.home.keys, building_id=h.building.id, label="三楼")],
    "ck_floors_label": lambda h, s: [Floor(**h.home.keys, building_id=h.building.id, label=" ")],
    "fk_floors_building": lambda h, s: [Floor(**h.home.keys, building_id=h.building.id + 99999, label="四楼")],
    "ck_nursing_units_label": lambda h, s: [NursingUnit(**h.home.keys, label="")],
    "ck_nursing_units_cap": lambda h, s: [NursingUnit(**h.home.keys, label="忆安", kind=UnitKind.DEMENTIA, cap=21)],
    "uq_nursing_units_label": lambda h, s: [NursingUnit(**h.home.keys, label="一区"), NursingUnit(**h.home.keys, label="一区")],
    "fk_rooms_floor": lambda h, s: [Room(**h.home.keys, floor_id=h.floor.id + 99999)],
    "ck_room_terms_span": lambda h, s: [term(h, from_on=LATER, to_on=DAY)],
    "ck_room_terms_label": lambda h, s: [term(h, from_on=D(2010, 1, 1), to_on=D(2011, 1, 1), label=" ")],
    "fk_room_terms_room": lambda h, s: [term(h, room_id=h.rooms["301"] + 99999)],
    "fk_room_terms_nursing_unit": lambda h, s: [term(h, from_on=D(2010, 1, 1), to_on=D(2011, 1, 1), nursing_unit_id=99999)],
    "ex_room_terms_one_per_room": lambda h, s: [term(h)],
    "ex_room_terms_one_label_per_floor": lambda h, s: [
        term(h, from_on=D(2010, 1, 1), to_on=D(2011, 1, 1)),
        term(h, room_id=h.rooms["302"], from_on=D(2010, 6, 1), to_on=D(2010, 7, 1)),
    ],
    "uq_beds_code": lambda h, s: [Bed(**h.home.keys, code="00000000"), Bed(**h.home.keys, code="00000000")],
    "ck_beds_code": lambda h, s: [Bed(**h.home.keys, code="ILOU0000")],
    "ck_bed_services_span": lambda h, s: [service(h, from_on=LATER, to_on=DAY)],
    "ck_bed_services_label": lambda h, s: [service(h, from_on=D(2010, 1, 1), to_on=D(2011, 1, 1), label=" ")],
    "fk_bed_services_room": lambda h, s: [service(h, from_on=D(2010, 1, 1), to_on=D(2011, 1, 1), room_id=99999)],
    "fk_bed_services_bed": lambda h, s: [service(h, bed_id=h.beds["301-1"] + 99999)],
    "ex_bed_services_one_per_bed": lambda h, s: [service(h)],
    "ex_bed_services_one_label_per_room": lambda h, s: [
        service(h, bed_id=h.beds["302-1"], from_on=D(2010, 1, 1), to_on=D(2011, 1, 1)),
        service(h, bed_id=h.beds["302-2"], from_on=D(2010, 1, 1), to_on=D(2011, 1, 1)),
    ],
    "ck_bed_marks_span": lambda h, s: [mark(h, from_on=LATER, to_on=DAY)],
    "ck_bed_marks_basis": lambda h, s: [mark(h, document_no=" ")],
    "ck_bed_marks_expires": lambda h, s: [mark(h, expires_on=D(2026, 4, 1))],
    "fk_bed_marks_bed": lambda h, s: [mark(h, bed_id=h.beds["301-1"] + 99999)],
    "fk_bed_marks_evidence": lambda h, s: [mark(h, evidence_id=99999)],
    "ex_bed_marks_one_per_facet": lambda h, s: [mark(h), mark(h, kind=MarkKind.GENERAL, from_on=LATER)],
    "ck_bed_claims_span": lambda h, s: [claim(h, s, from_on=LATER, to_on=DAY)],
    "ck_bed_claims_person": lambda h, s: [claim(h, s, elder_id=1)],
    "ck_bed_claims_stay": lambda h, s: [held(h, s, stay_id=1)],
    "ck_bed_claims_in_stay": lambda h, s: [lain_in(h, s, stay_to_on=LATER)],
    "ck_bed_claims_in_service": lambda h, s: [claim(h, s, from_on=D(2019, 12, 31))],
    "ck_bed_claims_sex_of_room": lambda h, s: [held(h, s, room_sex=Sex.MALE)],
    "ck_bed_claims_closure": lambda h, s: [claim(h, s, reason=None)],
    "ck_bed_claims_planned_end": lambda h, s: [claim(h, s, planned_end_on=D(2026, 4, 1))],
    "fk_bed_claims_bed": lambda h, s: [claim(h, s, bed_id=h.beds["301-1"] + 99999)],
    "fk_bed_claims_room": lambda h, s: [claim(h, s, room_id=99999)],
    "fk_bed_claims_service": lambda h, s: [claim(h, s, service_from_on=D(2019, 1, 1))],
    "fk_bed_claims_continues": lambda h, s: [claim(h, s, continues_id=99999)],
    "ex_bed_claims_one_per_bed": lambda h, s: [claim(h, s), claim(h, s, from_on=LATER)],
    "ex_bed_claims_one_bed_per_elder": lambda h, s: [
        lain_in(h, s, to_on=LATER),
        lain_in(h, s, bed_id=h.beds["301-2"]),
    ],
    "ex_bed_claims_one_sex_per_room": lambda h, s: [
        held(h, s, sex_rule=True),
        held(h, s, sex=Sex.MALE, bed_id=h.beds["301-2"], sex_rule=True),
    ],
}  # fmt: skip
NEVER_MET = {
    name
    for name in named(TABLES)
    # Keys drawn by the database, and words that EnumText refuses before they are sent.
    if name.startswith("pk_") or (name.endswith(("_home", "_floor", "_span")) and name.startswith("uq_"))
} | {
    "ck_nursing_units_kind", "ck_rooms_facing", "ck_room_terms_kind", "ck_room_terms_sex_rule", "ck_bed_marks_kind",
    "ck_bed_claims_kind", "ck_bed_claims_sex", "ck_bed_claims_room_sex", "ck_bed_claims_reason",
    # Row security refuses another home's rows before a key can.
    "fk_buildings_institution", "fk_nursing_units_institution", "fk_beds_institution",
}  # fmt: skip


def test_every_constraint_is_broken_here_or_cannot_be() -> None:
    assert named(TABLES) - BREACHES.keys() - NEVER_MET - UPWARDS == set()


@pytest.mark.parametrize("name", BREACHES)
async def test_a_breach_is_refused_by_name(session: AsyncSession, name: str) -> None:
    house = await a_house(session, rooms="301–302")
    [own] = [row for row in await session.scalars(_services(house)) if row.bed_id == house.beds["301-1"]]
    house.people["who"] = await somebody(session, house.home)
    rows = BREACHES[name](house, own.id)
    with pytest.raises(Refused) as refusal:
        await write(session, rows)
    assert refusal.value.constraint == name
    assert refusal.value.message == SENTENCES[name]


def _services(house: HouseOfBeds) -> Any:
    return select(BedService).where(BedService.institution_id == house.home.institution_id)


async def test_a_voided_row_is_bound_by_no_rule(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301")
    [own] = [row for row in await session.scalars(_services(house)) if row.bed_id == house.beds["301-1"]]
    void = {"voided_at": D(2026, 5, 2), "void_reason": "登错了"}
    async with refusing(session):
        session.add_all([claim(house, own.id), claim(house, own.id, **void), claim(house, own.id, **void)])
        session.add_all([mark(house), mark(house, kind=MarkKind.GENERAL, **void)])
