"""What beds rest on is read in one statement for one stay, and in several for anything else: both say the same."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import service as beds
from app.beds.models import BedClaim
from app.beds.queries.claims import hidden_clash, names_on
from app.beds.queries.places import rooms_of_beds
from app.beds.rules.hidden import hidden_among
from app.beds.rules.kinds import ClaimKind, ClosureReason, Sex, SexRule
from app.beds.rules.spans import FOREVER
from app.core.clock import now
from app.core.errors import DomainError
from app.stays import service
from app.stays.queries.claims import room_of_bed
from app.stays.queries.couples import married_until
from app.stays.queries.footing import Footing, footing_of, footing_with_clash
from app.stays.queries.stays import zero_day_clash
from app.stays.rules.drafts import Ending
from app.stays.rules.kinds import EndReason
from tests.stays.ward import LATE, Ward, a_ward, may
from tests.support.clock import Clock

PEOPLE = {"王秀英": Sex.FEMALE, "李桂芳": Sex.FEMALE, "刘德明": Sex.MALE, "张国庆": Sex.MALE}
SPANS = [
    (may(first), last) for first in (3, 8, 12, 20) for last in (may(12), may(15), may(25), FOREVER) if may(first) < last
]


async def general(
    session: AsyncSession, home: Any, elder: int, ids: Any, *, from_on: date, to_on: date, also: Any = None
) -> Footing:
    """The same by the several statements; `near` is left to be asked of each claim."""
    married = (await married_until(session, home.county, [elder]))[elder]
    clash = await zero_day_clash(session, home.county, elder, from_on, to_on)
    said = (await footing_with_clash(session, home, elder, ids, from_on=from_on, to_on=to_on, also=also)).answers
    return Footing(married, await rooms_of_beds(session, home, ids), None, clash, said)  # type: ignore[arg-type]


@pytest.fixture(params=range(3))
async def busy(request: Any, session: AsyncSession, clock: Clock) -> Ward:
    """A home in which much has happened: what was refused has left nothing."""
    chance = Random(request.param)
    ward = await a_ward(session, clock, sex_rule=SexRule.SAME)
    for name, sex in PEOPLE.items():
        await ward.person(name, sex)
    if chance.random() < 0.7:
        married = await ward.marry("王秀英", "刘德明")
        if chance.random() < 0.5:
            married.void(None, await now(session), "登错了")
            await session.flush()
    names = list(ward.house.beds)
    for _number in range(14):
        with suppress(DomainError):
            await _act(ward, chance, chance.choice(list(PEOPLE)), chance.choice(names), may(chance.randint(2, 24)))
    return ward


async def _act(ward: Ward, chance: Random, name: str, bed: str, day: date) -> None:
    sex, shares = PEOPLE[name], chance.random() < 0.4
    match chance.randint(0, 6):
        case 0 | 1:
            await ward.past(name, bed, day, day, sex=sex)
        case 2:
            await ward.past(name, bed, day, day + timedelta(days=chance.randint(1, 6)), sex=sex, shares_room=shares)
        case 3:
            await ward.admit(name, bed, day, sex=sex, shares_room=shares)
        case 4:
            await beds.retire_beds(*ward.args, ward.house.ids(bed), on=may(28))
        case 5:
            await beds.close_beds(*ward.args, ward.house.ids(bed), reason=ClosureReason.REPAIR, from_on=day)
        case _:
            await _stand_elsewhere(ward, bed, day)


async def _stand_elsewhere(ward: Ward, bed: str, day: date) -> None:
    room = next(number for number in ward.house.rooms if not bed.startswith(f"{number}-"))
    await beds.move_bed(*ward.args, ward.house.beds[bed], room_id=ward.house.rooms[room], label="9", on=day)


def questions(ward: Ward) -> Iterator[tuple[int, int, date, date]]:
    """Whoever, in whichever bed, from when to when."""
    for name, person in ward.people.items():
        for number, bed_id in enumerate(ward.house.beds.values()):
            first, last = SPANS[(number + len(name)) % len(SPANS)]
            yield person.id, bed_id, first, last


async def test_one_statement_says_what_several_do(busy: Ward) -> None:
    home, session = busy.house.home, busy.session
    for elder, bed, first, last in questions(busy):
        one = await footing_with_clash(session, home, elder, [bed], from_on=first, to_on=last)
        several = await general(session, home, elder, [bed], from_on=first, to_on=last)
        assert (one.married, one.clash) == (several.married, several.clash)
        assert one.rooms.shared == several.rooms.shared
        assert list(one.rooms.services) == list(several.rooms.services)
        assert set(one.rooms.terms) == set(several.rooms.terms)
        without = await footing_of(session, home, elder, [bed], from_on=first, to_on=last)
        assert (without.married, without.rooms, without.near, without.clash) == (
            one.married,
            one.rooms,
            one.near,
            False,
        )
        for service_span in one.rooms.services:
            claim = BedClaim(
                kind=ClaimKind.STAY, bed_id=bed, room_id=service_span.room_id, elder_id=elder, sex=Sex.MALE,
                sex_rule=True, shares_room=False, from_on=first, to_on=last,
            )  # fmt: skip
            assert hidden_among(one.near, claim) == await hidden_clash(session, home.county, claim)


async def test_names_and_rooms_of_a_day_are_what_the_pages_say(busy: Ward) -> None:
    home, session, ids = busy.house.home, busy.session, sorted(busy.house.beds.values())
    rooms = await rooms_of_beds(session, home, ids)
    for day in (may(1), may(9), may(14), may(29), date(2000, 1, 1)):
        names = await names_on(session, home.scope, ids, day)
        assert {bed_id: rooms.name_on(bed_id, day) for bed_id in ids} == names
        for bed_id in ids:
            room, said = rooms.room_on(bed_id, day), await room_of_bed(session, home.scope, bed_id, day)
            assert (room and (room.room_id, room.label, room.sex_rule)) == (
                said and (said.room_id, said.label, said.sex_rule)
            )
    assert rooms.name_on(0, may(1)) == ""


async def test_an_admission_comes_to_the_same_either_way(busy: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes: set[Any] = set()
    for elder, bed, first, last in questions(busy):
        fast = await _outcome(busy, elder, bed, first, last)
        with monkeypatch.context() as patched:
            patched.setattr("app.stays.service.admitting.footing_with_clash", general)
            assert await _outcome(busy, elder, bed, first, last) == fast
        outcomes.add(fast[0])
    assert len(outcomes) > 1, outcomes


async def _outcome(ward: Ward, elder: int, bed: int, first: date, last: date) -> tuple[Any, ...]:
    """Admit and take it back: the claims it made, or what was said instead."""
    name = next(name for name, bed_id in ward.house.beds.items() if bed_id == bed)
    draft = ward.draft(elder, name, first)
    attempt = await ward.session.begin_nested()
    try:
        if last == FOREVER:
            stay = await service.admit(*ward.args, draft)
        else:
            stay = await service.record_past_stay(*ward.args, draft, _ending(last))
        return "admitted", str(await ward.beds(stay.id))
    except DomainError as refusal:
        return type(refusal).__name__, refusal.message, refusal.field
    finally:
        await attempt.rollback()


def _ending(day: date) -> Any:
    return Ending(on=day, reason=EndReason.HOME, late_reason=LATE)
