"""Homes as far as a day without rows needs them: their span, the papers on their beds, and what they reported."""

from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.models import ReportedFigure
from app.census.rules.facts import DocumentFact
from app.census.rules.reported import Reported, ReportedKind
from app.census.rules.speaking import HomeOnPaper
from app.core.scope import Scope, within
from app.institutions.models import Institution, RegisteredBeds

__all__ = ["homes_on_paper"]


async def homes_on_paper(
    session: AsyncSession,
    scope: Scope,
    last: date,
    *,
    since: date | None = None,
    institution_id: int | None = None,
    county: int | None = None,
) -> list[HomeOnPaper]:
    """Give the homes of a scope in the order of county and code, with papers and reports from `since` to `last`.

    For a single day only the newest report of each home is read: nothing older can speak.
    """
    one = Institution
    mine = _mine(one, scope, institution_id, county, home="id")
    columns = (one.county, one.id, one.code, one.name, one.opened_on, one.closed_on)
    rows = (await session.execute(select(*columns).where(mine).order_by(one.county, one.code))).all()
    papers = await _papers(session, _mine(RegisteredBeds, scope, institution_id, county), since or last, last)
    reports = await _reports(
        session, _mine(ReportedFigure, scope, institution_id, county), last, every=since is not None
    )
    return [
        HomeOnPaper(*row, documents=papers.get((row[0], row[1]), ()), reports=reports.get((row[0], row[1]), ()))
        for row in rows
    ]


async def _papers(
    session: AsyncSession, mine: ColumnElement[bool], first: date, last: date
) -> dict[tuple[int, int], list[DocumentFact]]:
    paper = RegisteredBeds
    wanted = select(paper.county, paper.institution_id, paper.value, paper.from_on, paper.to_on).where(
        mine, paper.voided_at.is_(None), paper.from_on <= last, paper.to_on > first
    )
    found: dict[tuple[int, int], list[DocumentFact]] = {}
    for row in await session.execute(wanted.order_by(paper.id)):
        found.setdefault((row[0], row[1]), []).append(DocumentFact(*row[2:]))
    return found


async def _reports(
    session: AsyncSession, mine: ColumnElement[bool], last: date, *, every: bool
) -> dict[tuple[int, int], list[Reported]]:
    told = ReportedFigure
    columns = (told.as_of, told.registered, told.occupied, told.available, told.admitted)
    wanted = select(told.county, told.institution_id, *columns).where(
        mine, told.voided_at.is_(None), told.kind == ReportedKind.RESIDENTIAL, told.code == "", told.as_of <= last
    )
    newest_first = wanted.order_by(told.county, told.institution_id, told.as_of.desc())
    if not every:
        newest_first = newest_first.ext(distinct_on(told.county, told.institution_id))
    found: dict[tuple[int, int], list[Reported]] = {}
    for row in await session.execute(newest_first):
        found.setdefault((row[0], row[1]), []).append(Reported(*row[2:]))
    return found


def _mine(
    model: type[Institution] | type[RegisteredBeds] | type[ReportedFigure],
    scope: Scope,
    institution_id: int | None,
    county: int | None,
    *,
    home: str = "institution_id",
) -> ColumnElement[bool]:
    return and_(
        within(model, scope, home=home),
        *([] if institution_id is None else [getattr(model, home) == institution_id]),
        *([] if county is None else [model.county == county]),
    )
