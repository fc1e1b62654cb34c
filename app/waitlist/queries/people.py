"""What people's files say that counts in the order.

A category is written by a home, and it moves a person past others: it counts once the county has checked the papers of the
application, and only if it stood in the file by then. What is said in the file later waits for another check.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.queries import current_levels
from app.core.scope import Scope
from app.residents.models import Elder, ElderCategory
from app.waitlist.rules.facts import EntryFacts, Held

__all__ = ["Paper", "Person", "as_on_file", "people_of"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A category as the file has it, `verified` where a home has seen its paper, and since when it says so."""

    held: Held
    recorded_at: datetime

    def seen_by(self, checked_at: datetime | None) -> Held:
        """Give the category as it counts after a check of that instant, None where there was none."""
        is_checked = checked_at is not None and self.recorded_at <= checked_at
        return replace(self.held, verified=self.held.verified and is_checked)


@dataclass(frozen=True, slots=True)
class Person:
    """The part of an entry's facts that comes from the person's file, and where the file was merged into."""

    elder_id: int
    merged_into_id: int | None
    facts: dict[str, Any]
    papers: tuple[Paper, ...] = ()

    def told(self, checked_at: datetime | None) -> dict[str, Any]:
        """Give all of it, with the categories as they count after the check of their papers."""
        return self.facts | {"categories": tuple(paper.seen_by(checked_at) for paper in self.papers)}


async def people_of(session: AsyncSession, county: int, elder_ids: Collection[int], today: date) -> dict[int, Person]:
    """Read what counts of some people's files, by id; a file the caller may not see is left out."""
    ids = sorted(set(elder_ids))
    rows = select(
        Elder.id,
        Elder.merged_into_id,
        Elder.sex,
        Elder.born_on,
        Elder.birth_precision,
        Elder.died_on,
        Elder.hukou_region,
    ).where(Elder.county == county, Elder.id.in_(ids))
    categories = await _categories(session, county, ids)
    levels = await current_levels(session, Scope(regions=frozenset({county})), county, ids, today)
    found = {}
    for elder_id, merged, sex, born_on, precision, died_on, hukou in await session.execute(rows):
        facts = {
            "sex": sex, "born_on": born_on, "birth_precision": precision, "died_on": died_on,
            "hukou_county": None if hukou is None else _county_of(hukou),
            **_level(levels.get(elder_id)),
        }  # fmt: skip
        found[elder_id] = Person(elder_id, merged, facts, tuple(categories.get(elder_id, ())))
    return found


async def as_on_file(session: AsyncSession, facts: EntryFacts, today: date) -> EntryFacts:
    """Give the facts with the categories as the file has them, checked or not: who does not queue at all need not wait."""
    person = (await people_of(session, facts.county, [facts.elder_id], today)).get(facts.elder_id)
    return facts if person is None else replace(facts, categories=tuple(paper.held for paper in person.papers))


async def _categories(session: AsyncSession, county: int, ids: Collection[int]) -> dict[int, list[Paper]]:
    one = ElderCategory
    rows = (
        select(one.elder_id, one.kind, one.from_on, one.to_on, one.unverified, one.recorded_at)
        .where(one.county == county, one.elder_id.in_(ids), one.voided_at.is_(None))
        .order_by(one.elder_id, one.kind, one.from_on)
    )
    found: dict[int, list[Paper]] = {}
    for elder_id, kind, from_on, to_on, unverified, at in await session.execute(rows):
        found.setdefault(elder_id, []).append(Paper(Held(str(kind), from_on, to_on, not unverified), at))
    return found


def _level(level: Any) -> dict[str, Any]:
    if level is None:
        return {"level": None, "level_scale": "", "level_on": None, "level_until": None, "dementia": False,
                "assessment_id": None, "assessor_home_id": None}  # fmt: skip
    return {
        "level": level.level, "level_scale": level.scale, "level_on": level.assessed_on, "level_until": level.valid_to,
        "dementia": level.dementia, "assessment_id": level.assessment_id, "assessor_home_id": level.assessor_home_id,
    }  # fmt: skip


def _county_of(region: int) -> int:
    """A township's code has nine digits, a village's twelve: the county is the first six."""
    return int(str(region)[:6])
