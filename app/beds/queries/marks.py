"""Marks as rows for the acts, and as a summary for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import MarkNotFound
from app.beds.models import BedMark
from app.beds.queries.claims import names_on
from app.beds.queries.days import live, live_on
from app.beds.rules.kinds import CARE_FACET, MarkKind
from app.beds.rules.labels import natural_key
from app.core.scope import Scope, within

__all__ = [
    "MarkLine",
    "MarkPreview",
    "get_marks",
    "mark_lines",
    "marks_of_beds",
    "preview_marks",
    "same_facet",
]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One paper and the beds it certifies, as the page lists it. The line without a kind is 未认定."""

    kind: MarkKind | None
    basis: str
    document_no: str
    certified_on: date | None
    from_on: date | None
    expires_on: date | None
    evidence_id: int | None
    bed_ids: tuple[int, ...]
    mark_ids: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many beds."""
        return len(self.bed_ids)


async def get_marks(session: AsyncSession, scope: Scope, institution_id: int, mark_ids: Sequence[int]) -> list[BedMark]:
    """These live marks of the home, all of them or not found."""
    mark = BedMark
    mine = select(mark).where(within(mark, scope), mark.institution_id == institution_id, live(mark))
    rows = mine.where(mark.id.in_(mark_ids)).order_by(mark.id).execution_options(populate_existing=True)
    found = list(await session.scalars(rows))
    if len(found) != len(set(mark_ids)):
        raise MarkNotFound
    return found


async def marks_of_beds(session: AsyncSession, scope: Scope, bed_ids: Sequence[int], day: date) -> list[BedMark]:
    """Live marks of these beds on a day."""
    rows = select(BedMark).where(within(BedMark, scope), BedMark.bed_id.in_(bed_ids), live_on(BedMark, day))
    return list(await session.scalars(rows.order_by(BedMark.bed_id, BedMark.kind, BedMark.id)))


@dataclass(frozen=True, slots=True)
class MarkPreview:
    """What certifying one bed would do: it is new, it takes another mark's place, or it is refused."""

    bed_id: int
    bed: str
    standing: MarkKind | None
    same: bool


async def preview_marks(
    session: AsyncSession, scope: Scope, bed_ids: Sequence[int], kind: MarkKind, from_on: date
) -> list[MarkPreview]:
    """Say for each bed what certifying it from the day on would meet."""
    standing = {mark.bed_id: mark.kind for mark in await same_facet(session, scope, bed_ids, kind, from_on)}
    names = await names_on(session, scope, bed_ids, from_on)
    found = [
        MarkPreview(bed_id, name, standing.get(bed_id), standing.get(bed_id) is kind) for bed_id, name in names.items()
    ]
    return sorted(found, key=lambda line: (natural_key(line.bed), line.bed_id))


async def same_facet(
    session: AsyncSession, scope: Scope, bed_ids: Sequence[int], kind: MarkKind, from_on: date
) -> list[BedMark]:
    """Live marks that answer the same question as a new one would and last beyond its first day."""
    mark = BedMark
    rows = select(mark).where(within(mark, scope), live(mark), mark.bed_id.in_(bed_ids), mark.to_on > from_on)
    rows = rows.where(mark.facet == kind.facet).order_by(mark.bed_id, mark.from_on, mark.id)
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


async def mark_lines(
    session: AsyncSession, scope: Scope, institution_id: int, day: date, bed_ids: Sequence[int]
) -> list[MarkLine]:
    """The marks that beds in service bear on a day, gathered by paper, and the beds that are 未认定."""
    mark = BedMark
    paper = (mark.kind, mark.basis, mark.document_no, mark.certified_on, mark.from_on, mark.expires_on)
    rows = (
        select(*paper, mark.evidence_id, func.array_agg(mark.bed_id), func.array_agg(mark.id))
        .where(within(mark, scope), mark.institution_id == institution_id, live_on(mark, day))
        .where(mark.bed_id.in_(bed_ids))
        .group_by(*paper, mark.evidence_id)
    )
    lines = [MarkLine(*row[:7], tuple(sorted(row[7])), tuple(sorted(row[8]))) for row in await session.execute(rows)]
    order = list(MarkKind)
    lines.sort(key=lambda line: (order.index(line.kind or MarkKind.LTCI), line.from_on or day, line.bed_ids))
    cared = {bed for line in lines if line.kind and line.kind.facet == CARE_FACET for bed in line.bed_ids}
    bare = tuple(bed_id for bed_id in bed_ids if bed_id not in cared)
    return [*lines, MarkLine(None, "", "", None, None, None, None, bare, ())] if bare else lines
