"""Applicants whom the home they wish for has assessed itself."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.offers.models import SpotCheck
from app.offers.rules.audit import ShareLine
from app.waitlist.queries import entries_facts

__all__ = ["SelfAssessed", "self_assessed", "shares_of"]


@dataclass(frozen=True, slots=True)
class SelfAssessed:
    """One of them."""

    entry_id: int
    elder_id: int
    number: str
    home_id: int
    assessment_id: int
    assessed_on: date
    level: int
    drawn: bool


async def self_assessed(session: AsyncSession, scope: Scope, county: int) -> list[SelfAssessed]:
    """List live entries whose newest level was found by people of a home they wish for."""
    seen = select(SpotCheck.assessment_id).where(within(SpotCheck, scope), SpotCheck.county == county)
    drawn = set(await session.scalars(seen))
    found = [
        SelfAssessed(
            one.entry_id, one.elder_id, one.number, one.assessor_home_id, one.assessment_id, one.level_on, one.level,
            one.assessment_id in drawn,
        )
        for one in await entries_facts(session, scope, county)
        if one.assessor_home_id and one.assessment_id and one.level is not None and one.level_on
        and one.wants(one.assessor_home_id)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.home_id, one.number))


async def shares_of(session: AsyncSession, scope: Scope, county: int) -> list[ShareLine]:
    """How many of those who wish for each home it has assessed itself, the greatest share first."""
    check = SpotCheck
    rows = select(check.institution_id, check.done_at.is_not(None)).where(within(check, scope), check.county == county)
    checks = [tuple(row) for row in await session.execute(rows)]
    assessed = [one for one in await entries_facts(session, scope, county) if one.level is not None]
    homes = {home for one in assessed for home in one.wishes}
    lines = [
        ShareLine(
            home,
            sum(one.assessor_home_id == home for one in assessed if one.wants(home)),
            sum(one.wants(home) for one in assessed),
            sum(at == home for at, _done in checks),
            sum(at == home and done for at, done in checks),
        )
        for home in sorted(homes)
    ]
    return sorted(lines, key=lambda line: (-line.percent, line.institution_id))
