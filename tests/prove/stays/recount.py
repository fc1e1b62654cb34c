"""Recounting night by night, from bare rows and for both homes together, who slept where: no key, span or copy is trusted.

`wrong_stays` compares rows with rows and sees stays of zero days too. This looks at every night of the race instead:
people by their names, which are unique here, rooms by what their own terms say on that night. It also reads what the
others do not: transfers by both sides, discharges by their stays, and who lived on after their death.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.rules.kinds import ClaimKind
from app.residents.models import Elder, ElderRelation
from app.residents.rules.kinds import RelationKind
from app.stays.models import Discharge, Leave, Stay, Transfer, TransferPerson
from app.stays.queries.proof import wrong_stays
from app.stays.rules.kinds import EndReason

__all__ = ["TWO_COUNTIES", "Rows", "count_breaches", "nightly", "sides"]

TWO_COUNTIES = "a person in homes of two counties"
"""No constraint reaches from county to county: such a clash is shown where a file is opened, and not refused."""

Key = tuple[int, int]


@dataclass(slots=True)
class Rows:
    """What there is, live rows only."""

    claims: list[Any]
    services: list[Any]
    terms: list[Any]
    stays: list[Any]
    leaves: list[Any]
    discharges: list[Any]
    transfers: list[Any]
    people: list[Any]
    elders: dict[Key, Any]
    couples: set[frozenset[str]]

    @classmethod
    async def read(cls, session: AsyncSession) -> "Rows":
        """Read them as the owner, who sees every row."""
        models = (BedClaim, BedService, RoomTerm, Stay, Leave, Discharge)
        claims, services, terms, stays, leaves, discharges = [await _rows(session, model) for model in models]
        transfers, people = await _rows(session, Transfer), await _rows(session, TransferPerson)
        elders = {(row.county, row.id): row for row in await _rows(session, Elder)}
        married = [row for row in await _rows(session, ElderRelation) if row.kind is RelationKind.SPOUSE]
        couples = {
            frozenset((elders[row.county, row.elder_id].name, elders[row.county, row.other_id].name)) for row in married
        }
        return cls(
            claims, services, terms, stays, leaves, discharges, transfers, people, elders, couples
        )  # fmt: skip

    def name(self, row: Any) -> str:
        """Whose row it is, by name: the same in every county's file."""
        return str(self.elders[row.county, row.elder_id].name)

    def key(self, row: Any) -> tuple[int, str]:
        """Whose row it is, in which county."""
        return row.county, self.name(row)


async def _rows(session: AsyncSession, model: Any) -> list[Any]:
    table = model.__table__
    rows = select(table)
    return list(await session.execute(rows.where(table.c.voided_at.is_(None)) if "voided_at" in table.c else rows))


async def count_breaches(session: AsyncSession, *, nights: int, today: date) -> Counter[str]:
    """Count the breaches of every rule: rows against rows, then night by night, then the two sides of each act."""
    found = Counter(breach.rule for breach in await wrong_stays(session))
    rows = await Rows.read(session)
    for back in range(-3, nights):
        found.update(nightly(rows, today - timedelta(days=back)))
    found.update(sides(rows))
    return found


def _on(rows: Iterable[Any], night: date) -> list[Any]:
    return [row for row in rows if row.from_on <= night < row.to_on]


def nightly(rows: Rows, night: date) -> Iterator[str]:
    """Name every rule that is broken on a night, once for each place where it is."""
    claims = _on(rows.claims, night)
    asleep = [claim for claim in claims if claim.kind is ClaimKind.STAY]
    yield from _more_than_one("night: one claim per bed", [(claim.county, claim.bed_id) for claim in claims])
    yield from _more_than_one("night: one bed per person", [rows.key(claim) for claim in asleep])
    staying = _on(rows.stays, night)
    yield from _more_than_one("night: one home per person", [rows.key(stay) for stay in staying])
    yield from _more_than_one("night: one leave per person", [rows.key(one) for one in _on(rows.leaves, night)])
    counted, lying = Counter(map(rows.key, staying)), Counter(map(rows.key, asleep))
    yield from _more_than_one(TWO_COUNTIES, [name for _county, name in counted])
    yield from ("night: in residence and in a bed" for _one in (counted - lying) + (lying - counted))
    yield from _rooms(rows, asleep, night)


def _more_than_one(rule: str, things: Iterable[Any]) -> Iterator[str]:
    yield from (rule for count in Counter(things).values() if count > 1)


def _rooms(rows: Rows, asleep: list[Any], night: date) -> Iterator[str]:
    """Rooms as their own walls say on that night: one sex, or the sex on the door; husband and wife may share."""
    place = {(service.county, service.bed_id): service.room_id for service in _on(rows.services, night)}
    rules = {(term.county, term.room_id): term.sex_rule for term in _on(rows.terms, night)}
    rooms = defaultdict(list)
    for claim in asleep:
        room = place.get((claim.county, claim.bed_id))
        if room is None:
            yield "night: a bed out of service"
        elif (claim.county, room) not in rules or room != claim.room_id:
            yield "night: a bed in no room"
        elif rules[claim.county, room].value != "none":
            rooms[claim.county, room].append(claim)
    for key, there in rooms.items():
        sexes = {rows.elders[claim.county, claim.elder_id].sex for claim in there}
        couple = frozenset(map(rows.name, there)) in rows.couples
        wrong_door = rules[key].sex is not None and sexes != {rules[key].sex}
        if (len(sexes) > 1 or wrong_door) and not couple:
            yield "night: one sex per room"


def sides(rows: Rows) -> Iterator[str]:
    """Name what an act has left done on one side only."""
    stays = {(stay.county, stay.id): stay for stay in rows.stays}
    for transfer, person in _handed_over(rows):
        gone = stays.get((transfer.county, person.stay_id))
        come = stays.get((transfer.to_county, person.to_stay_id or 0))
        if gone is None or gone.end_reason is not EndReason.TRANSFER or gone.to_on != transfer.planned_on:
            yield "transfer: not gone from there"
        if come is None or come.institution_id != transfer.to_institution_id or come.from_on != transfer.planned_on:
            yield "transfer: not arrived here"
    for one in rows.discharges:
        stay = stays.get((one.county, one.stay_id))
        if stay is None or (one.ended_at is not None) != (stay.to_on != date.max):
            yield "discharge: not as its stay"
    for stay in rows.stays:
        died = rows.elders[stay.county, stay.elder_id].died_on
        if died is not None and stay.to_on > died:
            yield "stay: lived on after death"


def _handed_over(rows: Rows) -> Iterator[tuple[Any, Any]]:
    done = {(transfer.county, transfer.id): transfer for transfer in rows.transfers if transfer.done_at}
    for person in rows.people:
        transfer = done.get((person.county, person.transfer_id))
        if transfer is not None:
            yield transfer, person
