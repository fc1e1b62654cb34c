"""Rulings 口径: a new answer ends the one before it; a voided one lets that hold again."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.census import queries
from app.census.errors import AlreadyRuled, SameAnswer
from app.census.models import Ruling
from app.census.queries.rulings import following, preceding
from app.census.rules.rulings import RulingCode
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing, touched
from app.core.scope import Scope
from app.institutions.queries import homes_in, lock_homes

__all__ = ["set_ruling", "void_ruling"]


@dataclass(frozen=True, slots=True)
class County:
    """A county as a whole, for permissions."""

    county: int
    institution_id: int | None = None


async def set_ruling(
    session: AsyncSession,
    actor: Actor,
    county: int,
    code: RulingCode,
    counts: bool,
    *,
    from_on: date,
    basis: str,
    unverified: bool = False,
) -> Ruling:
    """Answer a question of counting from a day on; what was ruled before holds until then, what is ruled later stays.

    The default may be ruled too, and an answer whose source was unseen may be ruled again on a paper that is known.
    No other row changes: every figure of those days is counted anew from the rows as they are.
    """
    authorize(actor, "census.rule", County(county))
    homes = await _lock_county(session, county)
    before = await queries.find_ruling(session, county, code, from_on)
    later = await following(session, county, code, from_on)
    if before is not None and before.from_on == from_on:
        raise AlreadyRuled(field="from_on")
    if before is not None and before.counts is counts and (unverified or not before.unverified):
        raise SameAnswer(field="counts")
    row = Ruling(
        county=county, code=code, counts=counts, from_on=from_on, to_on=later.from_on if later else date.max,
        basis=basis.strip(), unverified=unverified, recorded_by=actor.user_id,
    )  # fmt: skip
    async with refusing(session):
        if before is not None:
            before.to_on = from_on
            await session.flush()
        session.add(row)
    if before is not None:
        audit.record(session, actor, "census.ruling_ended", before, to_on=from_on, instead=row.id)
    audit.record(
        session, actor, "census.ruled", row, code=code, counts=counts, before=before.counts if before else None,
        from_on=from_on, to_on=row.to_on, unverified=unverified,
    )  # fmt: skip
    _touch(session, county, homes, from_on)
    return row


async def void_ruling(session: AsyncSession, actor: Actor, ruling_id: int, *, reason: str) -> Ruling:
    """Void a ruling that was entered wrongly; the one it took the place of holds again."""
    scope = actor.scope("census.rule")
    county = (await queries.get_ruling(session, scope, ruling_id)).county
    homes = await _lock_county(session, county)
    row = await queries.get_ruling(session, scope, ruling_id)
    authorize(actor, "census.rule", County(county))
    before = await preceding(session, row)
    async with refusing(session):
        row.void(actor.user_id, await now(session), reason.strip())
        if before is not None:
            await session.flush()
            before.to_on = row.to_on
    audit.record(
        session, actor, "census.ruling_voided", row, code=row.code, counts=row.counts, reason=row.void_reason,
        again=before.id if before else None,
    )  # fmt: skip
    _touch(session, county, homes, row.from_on)
    return row


async def _lock_county(session: AsyncSession, county: int) -> list[int]:
    """Lock every home of the county in ascending order: whoever changes what its days count to holds its lock."""
    scope = Scope(regions=frozenset({county}))
    ids = [home.id for home in await homes_in(session, scope)]
    return [home.id for home in await lock_homes(session, scope, ids)] if ids else []


def _touch(session: AsyncSession, county: int, homes: list[int], since: date) -> None:
    for home in homes:
        touched(session, county, home, since)
