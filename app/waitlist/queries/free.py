"""The free beds of a home or a county as the waitlist asks about them. Tables are read one by one, as in `frame_of`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedMark, BedService, NursingUnit, RoomTerm
from app.beds.queries.days import live, live_on
from app.beds.rules.kinds import MarkKind, RoomKind, Sex, SexRule, UnitKind
from app.beds.rules.labels import bed_name, natural_key
from app.core.scope import Scope, within
from app.waitlist.queries.reserves import open_by_home
from app.waitlist.rules.matching import BedWish
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.suiting import FreeBed

__all__ = ["beds_on_offer", "beds_to_give"]

OF_NOBODY: frozenset[Sex] = frozenset()


class _Held(NamedTuple):
    """Beds that somebody has or awaits, and of which sexes those are in each room."""

    beds: frozenset[int]
    sexes: dict[int, set[Sex]]


async def beds_to_give(
    session: AsyncSession, scope: Scope, day: date, *, institution_id: int | None = None
) -> tuple[FreeBed, ...]:
    """Give the beds that could be offered on the day: free, awaited by nobody, no 加床, not in an isolation room."""
    return tuple(bed for bed, kept in await _free_beds(session, _Asked(scope, day, institution_id)) if not kept)


async def beds_on_offer(
    session: AsyncSession, scope: Scope, policy: Policy, day: date, *, institution_id: int | None = None
) -> tuple[tuple[FreeBed, ...], Mapping[int, int] | None]:
    """Give those beds, and how many of them the reserve of each home leaves for others than 特困 persons."""
    found = await _free_beds(session, _Asked(scope, day, institution_id))
    homes = [bed.institution_id for bed, _kept in found]
    left = await open_by_home(session, scope, policy, day, homes, institution_id=institution_id) if homes else None
    return tuple(bed for bed, kept in found if not kept), left


async def _free_beds(session: AsyncSession, where: "_Asked") -> list[tuple[FreeBed, bool]]:
    """Give the free beds by home and name, and whether each is marked 兜底保留."""
    spans = (await session.execute(where.of_day(BedService, "bed_id", "room_id", "institution_id", "label"))).all()
    held = await _held(session, where, {span.bed_id: span.room_id for span in spans})
    terms = {row.room_id: row for row in await session.execute(
        where.of_day(RoomTerm, "room_id", "label", "kind", "sex_rule", "isolation", "nursing_unit_id")
    )}  # fmt: skip
    extra = set(await session.scalars(where.all_of(Bed, Bed.id).where(Bed.extra)))
    units = set(await session.scalars(where.all_of(NursingUnit, NursingUnit.id).where(
        NursingUnit.kind == UnitKind.DEMENTIA
    )))  # fmt: skip
    marks = await _marks(session, where)
    free = [
        (span, term) for span in spans
        if span.bed_id not in held.beds and span.bed_id not in extra and (term := terms.get(span.room_id))
        and not term.isolation
    ]  # fmt: skip
    beds = [
        (_bed(span, term, marks[span.bed_id], units, held.sexes.get(span.room_id, ())),
         MarkKind.RESERVE in marks[span.bed_id])
        for span, term in free
    ]  # fmt: skip
    return sorted(beds, key=lambda one: (one[0].institution_id, natural_key(one[0].name), one[0].id))


class _Asked(NamedTuple):
    scope: Scope
    day: date
    institution_id: int | None

    def mine(self, model: Any) -> Any:
        """Say that a row is of the home asked for, or of any home of the scope."""
        inside = within(model, self.scope)
        return inside if self.institution_id is None else and_(inside, model.institution_id == self.institution_id)

    def all_of(self, model: Any, *columns: Any) -> Any:
        """Read columns of every row."""
        return select(*columns).where(self.mine(model))

    def of_day(self, model: Any, *names: str) -> Any:
        """Read columns of the rows that hold on the day."""
        return self.all_of(model, *(getattr(model, name) for name in names)).where(live_on(model, self.day))


async def _held(session: AsyncSession, where: _Asked, rooms: dict[int, int]) -> _Held:
    claim = BedClaim
    rows = where.all_of(claim, claim.bed_id, claim.sex).where(live(claim), claim.to_on > where.day)
    taken, sexes = set(), defaultdict(set)
    for bed_id, sex in await session.execute(rows):
        taken.add(bed_id)
        if sex is not None and bed_id in rooms:
            sexes[rooms[bed_id]].add(sex)
    return _Held(frozenset(taken), sexes)


async def _marks(session: AsyncSession, where: _Asked) -> dict[int, set[MarkKind]]:
    found: dict[int, set[MarkKind]] = defaultdict(set)
    for bed_id, kind in await session.execute(where.of_day(BedMark, "bed_id", "kind")):
        found[bed_id].add(kind)
    return found


def _bed(span: Any, term: Any, marks: set[MarkKind], units: Collection[int], present: Collection[Sex]) -> FreeBed:
    wish = BedWish(
        institution_id=span.institution_id, sexes=_sexes(term.sex_rule, present), nursing=MarkKind.NURSING in marks,
        dementia=term.nursing_unit_id in units or MarkKind.DEMENTIA in marks, single=term.kind is RoomKind.SINGLE,
    )  # fmt: skip
    return FreeBed(span.bed_id, bed_name(term.label, span.label), wish)


def _sexes(rule: SexRule, present: Collection[Sex]) -> frozenset[Sex]:
    """Who may be laid there: by the room's rule, and by who is in it already."""
    if rule is SexRule.NONE:
        return frozenset(Sex)
    return frozenset(sex for sex in Sex if rule.sex in (None, sex) and set(present) <= {sex})
