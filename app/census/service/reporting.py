"""Figures that homes report: taken once, replaced by a correction of the same day, voided with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.census.errors import FigureAhead, FigureVoided, SameFigureTwice
from app.census.models.reported import ReportedFigure
from app.census.queries import reported as queries
from app.census.rules.reported import ReportedRow
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.regions.rules import Place

__all__ = ["REPORT", "Reporting", "report_figures", "row_of", "take_back_figures", "void_reported"]

REPORT = "census.report"


@dataclass(slots=True)
class Reporting:
    """What became of the figures that were handed in: ids made, pairs of the voided and the new, how many stood."""

    made: list[int] = field(default_factory=list)
    replaced: list[tuple[int, int]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def writes(self) -> int:
        """How many rows are new."""
        return len(self.made)


async def report_figures(
    session: AsyncSession, actor: Actor, county: int, rows: Sequence[ReportedRow], *, reason: str = ""
) -> Reporting:
    """Take the figures of a county's homes. The same figure again changes nothing; another one for the same home,
    beds and day voids the one before and takes its place.

    No home is locked and no day is counted anew: reported figures are read beside the census, never kept in it.
    """
    authorize(actor, REPORT, Place(county))
    await _refuse_odd(session, rows)
    there = await _there(session, county, rows)
    done, at = Reporting(), await now(session)
    fresh: list[tuple[ReportedFigure, ReportedFigure | None]] = []
    for row in rows:
        before = there.get(row.key)
        if before is not None and _said(before) == row.said:
            done.unchanged += 1
            continue
        if before is not None:
            before.void(actor.user_id, at, reason.strip() or _("由新的上报数代替"))
        fresh.append((_figure(county, row, actor), before))
    async with refusing(session):
        # The old rows must be out of the way of the new ones.
        await session.flush()
        session.add_all(figure for figure, _before in fresh)
    for figure, before in fresh:
        _trail(session, actor, figure, before)
        done.made.append(figure.id)
        if before is not None:
            done.replaced.append((before.id, figure.id))
    return done


async def void_reported(session: AsyncSession, actor: Actor, figure: ReportedFigure, *, reason: str) -> None:
    """Void a figure with a reason; the one before it speaks for the home again."""
    authorize(actor, REPORT, figure)
    if figure.voided_at is not None:
        raise FigureVoided
    async with refusing(session):
        figure.void(actor.user_id, await now(session), reason.strip())
    audit.record(session, actor, "census.report_voided", figure, as_of=figure.as_of, beds=figure.kind, reason=reason)


async def take_back_figures(session: AsyncSession, actor: Actor, county: int, done: Reporting, *, reason: str) -> None:
    """Take back what one report wrote: its figures are voided, and those they had replaced are reported again."""
    authorize(actor, REPORT, Place(county))
    at = await now(session)
    figures = await queries.figures_by_id(session, county, done.made)
    for figure in figures:
        figure.void(actor.user_id, at, reason.strip())
        audit.record(
            session, actor, "census.report_voided", figure, as_of=figure.as_of, beds=figure.kind, reason=reason
        )
    async with refusing(session):
        await session.flush()
    before = await queries.figures_by_id(session, county, [old for old, _new in done.replaced])
    await report_figures(session, actor, county, [row_of(figure) for figure in before])


async def _refuse_odd(session: AsyncSession, rows: Collection[ReportedRow]) -> None:
    """What the database would let pass: a day still to come, one figure said twice."""
    today = await business_date(session)
    if any(row.as_of > today for row in rows):
        raise FigureAhead(field="as_of")
    if len({row.key for row in rows}) != len(rows):
        raise SameFigureTwice


async def _there(
    session: AsyncSession, county: int, rows: Collection[ReportedRow]
) -> dict[queries.FigureKey, ReportedFigure]:
    homes, days = {row.institution_id for row in rows}, {row.as_of for row in rows}
    return await queries.live_figures(session, [county], homes, days) if rows else {}


def _figure(county: int, row: ReportedRow, actor: Actor) -> ReportedFigure:
    registered, occupied, available, admitted = row.said
    return ReportedFigure(
        county=county, institution_id=row.institution_id, as_of=row.as_of, kind=row.kind, code=row.code,
        label=row.label, registered=registered, occupied=occupied, available=available, admitted=admitted,
        source=row.source.strip()[:120], unverified=row.unverified, recorded_by=actor.user_id,
    )  # fmt: skip


def row_of(figure: ReportedFigure) -> ReportedRow:
    """Give a figure on record as it was handed in."""
    return ReportedRow(
        figure.as_of, figure.registered, figure.occupied, figure.available, figure.admitted,
        institution_id=figure.institution_id, kind=figure.kind, code=figure.code, label=figure.label,
        source=figure.source, unverified=figure.unverified,
    )  # fmt: skip


def _said(figure: ReportedFigure) -> tuple[int | None, ...]:
    return figure.registered, figure.occupied, figure.available, figure.admitted


def _trail(session: AsyncSession, actor: Actor, figure: ReportedFigure, before: ReportedFigure | None) -> None:
    """One line for each figure; a correction names the figure it took the place of."""
    audit.record(
        session, actor, "census.reported", figure, as_of=figure.as_of, beds=figure.kind, code=figure.code,
        said=_said(figure), instead=before.id if before else None, before=_said(before) if before else None,
    )  # fmt: skip
