"""Who looked at whose file: the reasons given, the numbers shown whole, and everybody who looked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AccessEntry
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.scope import Scope, within
from app.residents.models import Contact, Elder, ElderCategory

__all__ = [
    "NAMED_ACCESS",
    "WHOLE",
    "Look",
    "count_reveals",
    "gave_a_reason",
    "looks_at",
    "one_reveal_at_a_time",
    "people_of_scan",
    "proves",
]

KIND = "elders"
WHOLE = "whole"
"""The field of a look that says: numbers were shown unmasked."""
NAMED_ACCESS = "named_access"
"""The field of a look by which somebody from outside has said why."""
HOUR = timedelta(hours=1)
LOCK = 0x6C6F6F6B


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who, when, at which parts, and why."""

    at: datetime
    actor: str
    fields: list[str]
    purpose: str


def _mine(actor: Actor, field: str) -> ColumnElement[bool]:
    entry = AccessEntry
    return and_(entry.user_id == actor.user_id, entry.subject_kind == KIND, entry.fields.contains([field]))


async def one_reveal_at_a_time(session: AsyncSession, actor: Actor) -> None:
    """Let two requests of one user pass one after the other, so that both are counted."""
    await session.execute(select(func.pg_advisory_xact_lock(LOCK, (actor.user_id or 0) % 2**31)))


async def count_reveals(session: AsyncSession, actor: Actor) -> int:
    """How often the user has had numbers shown whole within the hour, wherever it was."""
    day = await business_date(session) - timedelta(days=1)
    since = await now(session) - HOUR
    rows = select(func.count()).select_from(AccessEntry).where(_mine(actor, WHOLE))
    return await session.scalar(rows.where(AccessEntry.recorded_on >= day, AccessEntry.at > since)) or 0


async def gave_a_reason(session: AsyncSession, actor: Actor, county: int, elder_id: int) -> bool:
    """Whether the user has said within the hour why they open this file."""
    entry = AccessEntry
    day = await business_date(session) - timedelta(days=1)
    mine = and_(entry.county == county, entry.subjects.contains([elder_id]), _mine(actor, NAMED_ACCESS))
    rows = select(entry.id).where(mine, entry.recorded_on >= day, entry.at > await now(session) - HOUR)
    return (await session.execute(rows.limit(1))).first() is not None


async def looks_at(
    session: AsyncSession, scope: Scope, county: int, elder_id: int, *, days: int, limit: int = 200
) -> list[Look]:
    """Who looked at the file in the last days, the newest first."""
    entry = AccessEntry
    since = await business_date(session) - timedelta(days=days)
    rows = (
        select(entry.at, entry.actor, entry.fields, entry.purpose)
        .where(entry.county == county, entry.subject_kind == KIND, entry.subjects.contains([elder_id]))
        .where(entry.recorded_on >= since, within(entry, scope))
        .order_by(entry.at.desc(), entry.id.desc())
    )
    return [Look(*row) for row in await session.execute(rows.limit(limit))]


PROVEN: list[Any] = [ElderCategory, Contact]
"""Tables whose rows name a person and a scan that proves something about them."""


def proves(*models: Any) -> None:
    """Let tables of storeys above name scans of a person as well, by `elder_id` and `evidence_id`."""
    PROVEN.extend(model for model in models if model not in PROVEN)


async def people_of_scan(session: AsyncSession, county: int, attachment_id: int) -> list[int]:
    """Whose photo or proof a kept file is."""
    photo = select(Elder.id).where(Elder.county == county, Elder.photo_id == attachment_id)
    proofs = [
        select(model.elder_id).where(model.county == county, model.evidence_id == attachment_id) for model in PROVEN
    ]
    return sorted(await session.scalars(union(photo, *proofs)))
