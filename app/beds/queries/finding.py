"""Finding beds: those that are free on a day, and one by its name. Tables are read one by one, as in `frame`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedService, RoomTerm
from app.beds.queries.days import live_on
from app.beds.rules.kinds import SexRule
from app.beds.rules.labels import bed_name, natural_key
from app.beds.rules.states import bed_state
from app.core.scope import Scope, within
from app.institutions.models import Institution

__all__ = ["FoundBed", "FreeBed", "count_free", "free_beds", "search_beds"]

MOST_ROOMS = 200


@dataclass(frozen=True, slots=True)
class FreeBed:
    """A bed in service that nobody and nothing has on a day."""

    bed_id: int
    room_id: int
    institution_id: int
    label: str
    sex_rule: SexRule
    isolation: bool
    extra: bool


@dataclass(frozen=True, slots=True)
class FoundBed:
    """A bed as the search shows it."""

    bed_id: int
    institution_id: int
    label: str
    institution: str
    state: str


async def free_beds(
    session: AsyncSession, scope: Scope, on: date, *, institution_id: int | None = None
) -> list[FreeBed]:
    """Beds in service that nobody and nothing has on that day, in the order of their names."""

    def there(model: Any) -> Any:
        mine = and_(within(model, scope), live_on(model, on))
        return mine if institution_id is None else and_(mine, model.institution_id == institution_id)

    service, term = BedService, RoomTerm
    taken = set(await session.scalars(select(BedClaim.bed_id).where(there(BedClaim))))
    extra = set(await session.scalars(select(Bed.id).where(within(Bed, scope), Bed.extra)))
    rooms = select(term.room_id, term.label, term.sex_rule, term.isolation).where(there(term))
    by_room = {row.room_id: row for row in await session.execute(rooms)}
    spans = select(service.bed_id, service.room_id, service.institution_id, service.label).where(there(service))
    free = [
        FreeBed(
            span.bed_id, span.room_id, span.institution_id, bed_name(room.label, span.label), room.sex_rule,
            room.isolation, span.bed_id in extra,
        )
        for span in await session.execute(spans)
        if span.bed_id not in taken and (room := by_room.get(span.room_id))
    ]  # fmt: skip
    return sorted(free, key=lambda bed: (bed.institution_id, natural_key(bed.label), bed.bed_id))


async def count_free(session: AsyncSession, scope: Scope, institution_id: int, on: date) -> int:
    """How many beds of the home nobody has on that day."""
    taken = select(BedClaim.bed_id).where(
        within(BedClaim, scope), BedClaim.institution_id == institution_id, live_on(BedClaim, on)
    )
    free = select(func.count()).where(
        within(BedService, scope), BedService.institution_id == institution_id, live_on(BedService, on)
    )
    return await session.scalar(free.where(BedService.bed_id.not_in(taken))) or 0


async def search_beds(session: AsyncSession, scope: Scope, text: str, on: date, *, limit: int = 8) -> list[FoundBed]:
    """Beds whose name begins with the text (301, 301-1), or whose sticker bears it (the eight characters)."""
    wanted = "".join(text.split()).replace("－", "-").replace("—", "-").upper()
    if not wanted:
        return []
    rooms = await _rooms_like(session, scope, wanted, on)
    coded = list(await session.scalars(select(Bed.id).where(within(Bed, scope), Bed.code == wanted)))
    service = BedService
    near = service.room_id.in_(rooms) | service.bed_id.in_(coded)
    spans = select(service.bed_id, service.institution_id, service.room_id, service.label)
    found = [
        (row.bed_id, row.institution_id, bed_name(rooms.get(row.room_id, "？"), row.label))
        for row in await session.execute(spans.where(within(service, scope), live_on(service, on), near))
    ]
    hits = [hit for hit in found if hit[2].upper().startswith(wanted) or hit[0] in coded]
    hits.sort(key=lambda hit: (len(hit[2]), natural_key(hit[2]), hit[1], hit[0]))
    return await _with_words(session, scope, hits[:limit], on)


async def _rooms_like(session: AsyncSession, scope: Scope, wanted: str, on: date) -> dict[int, str]:
    """Rooms whose number begins with the text, or begins it: 30 finds 301, and so does 301-1."""
    term = RoomTerm
    begins = func.upper(term.label).startswith(wanted, autoescape=True)
    begun = func.starts_with(literal(wanted), func.upper(term.label))
    rows = select(term.room_id, term.label).where(within(term, scope), live_on(term, on), begins | begun)
    shortest = rows.order_by(func.length(term.label), term.label, term.room_id).limit(MOST_ROOMS)
    return {row.room_id: row.label for row in await session.execute(shortest)}


async def _with_words(
    session: AsyncSession, scope: Scope, hits: Sequence[tuple[int, int, str]], on: date
) -> list[FoundBed]:
    claim = BedClaim
    held = select(claim.bed_id, claim.kind, claim.reason).where(within(claim, scope), live_on(claim, on))
    claims = {row.bed_id: row for row in await session.execute(held.where(claim.bed_id.in_([hit[0] for hit in hits])))}
    homes = select(Institution.id, Institution.name).where(within(Institution, scope, home="id"))
    names = {row[0]: row[1] for row in await session.execute(homes.where(Institution.id.in_({hit[1] for hit in hits})))}
    return [
        FoundBed(bed, home, label, names.get(home, ""), bed_state(*_kind(claims.get(bed))).label)
        for bed, home, label in hits
    ]


def _kind(claim: Any) -> tuple[Any, Any]:
    return (claim.kind, claim.reason) if claim else (None, None)
