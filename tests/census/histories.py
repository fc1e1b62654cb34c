"""Random histories of homes as bare rows, and a recount of any night in plain Python that shares no code with queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedService, Building, Floor, Room
from app.beds.rules.kinds import ClaimKind, ClosureReason, Sex
from app.census.models import Ruling
from app.census.rules.rulings import RulingCode
from app.core.db import refusing
from app.institutions.models import Institution, RegisteredBeds
from app.institutions.rules.figures import Basis
from app.residents.models import Elder, ElderHome
from app.residents.rules.kinds import BirthPrecision
from app.stays.models import Leave, Stay, StayChange
from app.stays.rules.kinds import EndReason, Ground, LateReason, LeaveKind, Payer, StayKind
from tests.census.lives import FIRST, SPAN, VOID, Life, said_of

__all__ = ["FIRST", "SPAN", "Written", "write_histories"]

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PLACES = (510302, 510302001, 510300, 510304, 440106, None)
_numbers = count(1)


@dataclass(slots=True)
class Written:
    """The homes that were written, and how many rows there are of each kind."""

    homes: list[tuple[int, int]]
    rows: dict[str, int] = field(default_factory=dict)


async def write_histories(
    session: AsyncSession, random: Random, homes: int, counties: Sequence[int], *, ruled: bool = True
) -> Written:
    """Write so many homes with two years of documents, beds, people, moves, leaves, closures and rulings."""
    lives = [Life(Random(random.random()), _home(random, counties[n % len(counties)])) for n in range(homes)]
    rows: dict[str, int] = {}
    layers = (_ground, _floors, _rooms, _beds_and_people, _spans, _claims, said_of)
    async with refusing(session):
        await _keep(session, [life.home for life in lives], rows)
        await _keep(
            session, [rule for county in counties[: len(counties) * ruled] for rule in _rulings(random, county)], rows
        )
        for layer in layers:
            await _keep(session, [row for life in lives for row in layer(life)], rows)
    return Written([(life.home.county, life.home.id) for life in lives], rows)


async def _keep(session: AsyncSession, made: list[Any], rows: dict[str, int]) -> None:
    session.add_all(made)
    await session.flush()
    for row in made:
        rows[row.__tablename__] = rows.get(row.__tablename__, 0) + 1


def _home(random: Random, county: int) -> Institution:
    number = next(_numbers)
    opened = random.choice([None, None, FIRST + timedelta(days=random.randrange(200))])
    closed = random.choice([None, None, None, FIRST + timedelta(days=random.randrange(200, SPAN))])
    return Institution(
        county=county, code=f"R{number:06d}", name=f"随机院 {number}", name_sort="sui ji yuan", initials="sjy",
        opened_on=opened, closed_on=closed,
    )  # fmt: skip


def _rulings(random: Random, county: int) -> Iterator[Ruling]:
    life = Life(random, Institution(county=county))
    for code in RulingCode:
        for from_on, to_on in life.spans(3):
            said = {"county": county, "code": code, "from_on": from_on, "to_on": to_on, "basis": "测试"}
            yield Ruling(**said, counts=life.maybe(0.4))
            if life.maybe(0.2):
                yield Ruling(**said, counts=life.maybe(0.5), **VOID)


def _ground(life: Life) -> Iterator[Any]:
    life.building = Building(**life.keys, label="甲")
    yield life.building
    for from_on, to_on in life.spans(3):
        said = {
            **life.keys, "basis": Basis.FILING, "document_no": "文", "from_on": from_on, "to_on": to_on,
            "late_reason": "建档",
        }  # fmt: skip
        yield RegisteredBeds(**said, value=life.random.randrange(1, 8))
        if life.maybe(0.3):
            yield RegisteredBeds(**said, value=99, **VOID)


def _floors(life: Life) -> Iterator[Any]:
    assert life.building is not None
    life.floor = Floor(**life.keys, building_id=life.building.id, label="一")
    yield life.floor


def _rooms(life: Life) -> Iterator[Any]:
    assert life.floor is not None
    life.room = Room(**life.keys, floor_id=life.floor.id)
    yield life.room


def _beds_and_people(life: Life) -> Iterator[Any]:
    for _bed in range(life.random.randrange(2, 7)):
        number, code = next(_numbers), ""
        for _place in range(8):
            number, digit = divmod(number, 32)
            code = DIGITS[digit] + code
        life.beds.append(Bed(**life.keys, code=code, extra=life.maybe(0.2)))
    for _person in range(life.random.randrange(3, 8)):
        life.elders.append(_elder(life))
    yield from life.beds
    yield from life.elders


def _elder(life: Life) -> Elder:
    precision = life.random.choice([*[BirthPrecision.DAY] * 4, *BirthPrecision])
    born: date | None = date(
        life.random.choice([1940, 1964, 1965, 1990]), life.random.randrange(1, 13), life.random.randrange(1, 29)
    )
    assert born is not None
    if precision is BirthPrecision.UNKNOWN:
        born = None
    elif precision is BirthPrecision.MONTH:
        born = born.replace(day=1)
    elif precision is not BirthPrecision.DAY:
        born = born.replace(month=1, day=1)
    return Elder(
        **life.keys, name="某人", name_sort="mou", readings="mou", sex=life.random.choice(list(Sex)), born_on=born,
        birth_precision=precision, seal=life.seal(), hukou_region=life.aside.choice(PLACES),
    )  # fmt: skip


def _spans(life: Life) -> Iterator[Any]:
    assert life.room is not None
    for number, bed in enumerate(life.beds):
        place = {**life.keys, "bed_id": bed.id, "room_id": life.room.id, "label": str(number + 1)}
        for from_on, to_on in [(FIRST, date.max)] if life.maybe(0.6) else life.spans(3):
            life.services.append(BedService(**place, from_on=from_on, to_on=to_on))
            if life.maybe(0.1):
                yield BedService(**place, from_on=from_on, to_on=to_on, **VOID)
    yield from life.services
    for elder in life.elders:
        yield ElderHome(**life.keys, elder_id=elder.id)
        for from_on, to_on in life.spans(4):
            life.stays.append(_stay(life, elder, from_on, to_on))
            if life.maybe(0.1):
                yield _stay(life, elder, from_on, to_on, **VOID)
    yield from life.stays


def _stay(life: Life, elder: Elder, from_on: date, to_on: date, **more: Any) -> Stay:
    ended = {} if to_on == date.max else {"end_reason": life.aside.choice(list(EndReason)), "end_recorded_on": to_on}
    return Stay(
        **life.keys, elder_id=elder.id, kind=life.random.choice(list(StayKind)),
        ground=life.aside.choice(list(Ground)),
        payer=life.random.choice(list(Payer)), from_on=from_on, to_on=to_on, late_reason=LateReason.LEDGER,
        **ended, **more,
    )  # fmt: skip


def _claims(life: Life) -> Iterator[Any]:
    sexes = {elder.id: elder.sex for elder in life.elders}
    for stay in life.stays:
        person = {
            "stay_id": stay.id, "stay_from_on": stay.from_on, "stay_to_on": stay.to_on, "elder_id": stay.elder_id,
            "sex": sexes[stay.elder_id],
        }  # fmt: skip
        yield from _nights(life, stay, person)
        if life.maybe(0.2):
            yield from _on_a_bed(life, ClaimKind.PRIVATE, stay.from_on, stay.to_on, **person)
        yield from _changes(life, stay)
        yield from _leaves(life, stay)
    for _turn in range(life.random.randrange(3)):
        since = FIRST + timedelta(days=life.random.randrange(SPAN))
        until = life.random.choice([date.max, since + timedelta(days=life.random.randrange(40))])
        yield from _on_a_bed(life, ClaimKind.CLOSURE, since, until, reason=life.random.choice(list(ClosureReason)))
        elder = life.random.choice(life.elders)
        yield from _on_a_bed(
            life, ClaimKind.HOLD, since, since + timedelta(days=20), elder_id=elder.id, sex=sexes[elder.id]
        )  # fmt: skip


def _nights(life: Life, stay: Stay, person: dict[str, Any]) -> Iterator[Any]:
    """The stay's beds one after the other; where none is free the person is in residence without one."""
    at = stay.from_on
    for _move in range(life.random.randrange(1, 4)):
        to = stay.to_on if life.maybe(0.5) else min(at + timedelta(days=life.random.randrange(30)), stay.to_on)
        yield from _on_a_bed(life, ClaimKind.STAY, at, to, **person)
        if to == stay.to_on:
            return
        at = to


def _on_a_bed(life: Life, kind: ClaimKind, from_on: date, to_on: date, **more: Any) -> Iterator[Any]:
    for service in life.random.sample(life.services, len(life.services)):
        free = all(to_on <= a or from_on >= b for a, b in life.taken.get(service.bed_id, []))
        if service.from_on <= from_on and to_on <= service.to_on and free:
            said = {
                **life.keys, "kind": kind, "bed_id": service.bed_id, "room_id": service.room_id,
                "service_id": service.id, "service_from_on": service.from_on, "service_to_on": service.to_on,
                "from_on": from_on, "to_on": to_on,
            }  # fmt: skip
            life.taken.setdefault(service.bed_id, []).append((from_on, to_on))
            yield BedClaim(**said, **more)
            if life.maybe(0.1):
                yield BedClaim(**said, **more, **VOID)
            return


def _changes(life: Life, stay: Stay) -> Iterator[Any]:
    days = {stay.from_on + timedelta(days=life.random.randrange(120)) for _turn in range(life.random.randrange(3))}
    for day in sorted(days):
        said = {**life.keys, "stay_id": stay.id, "from_on": day, "late_reason": LateReason.LEDGER}
        for void in ({}, VOID) if life.maybe(0.2) else ({},):
            kind, payer = life.random.choice(list(StayKind)), life.random.choice(list(Payer))
            yield StayChange(**said, seal=life.seal(), kind=kind, payer=payer, **void)


def _leaves(life: Life, stay: Stay) -> Iterator[Any]:
    for from_on, to_on in life.spans(3, since=stay.from_on, until=stay.to_on):
        back = {} if to_on == date.max else {"return_recorded_on": to_on, "return_late_reason": LateReason.LEDGER}
        expected = life.random.choice([None, from_on + timedelta(days=life.random.randrange(10))])
        said = {
            **life.keys, "stay_id": stay.id, "elder_id": stay.elder_id, "stay_from_on": stay.from_on,
            "stay_to_on": stay.to_on, "from_on": from_on, "to_on": to_on, "late_reason": LateReason.LEDGER,
            "expected_on": expected, **back,
        }  # fmt: skip
        for void in ({}, VOID) if life.maybe(0.2) else ({},):
            yield Leave(**said, seal=life.seal(), kind=life.random.choice(list(LeaveKind)), **void)
