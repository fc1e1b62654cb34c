"""What families handed in, as rows of the county that takes it up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.institutions.models import Institution
from app.waitlist.errors import EntryNotFound
from app.waitlist.models import WaitlistEntry, WaitlistIntake
from app.waitlist.rules.intakes import IntakeKind, IntakeState

__all__ = ["IntakeLine", "counties_objecting", "get_intake", "intakes_of", "receive_intake", "waiting_objections"]


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """One application that was handed in, without what is in it."""

    id: int
    county: int
    number: str
    institution_id: int
    home: str
    state: IntakeState
    handed_in_at: datetime
    became: str
    refuse_reason: str


def _here(scope: Scope) -> ColumnElement[bool]:
    return within(WaitlistIntake, scope)


async def intakes_of(
    session: AsyncSession,
    scope: Scope,
    county: int,
    *,
    home: int | None = None,
    states: Collection[IntakeState] = (IntakeState.HANDED_IN,),
) -> list[IntakeLine]:
    """List the applications handed in online, the first handed in first: they are taken up in this order."""
    one = WaitlistIntake
    rows = (
        select(one.id, one.county, one.number, one.institution_id, Institution.name, one.state, one.handed_in_at,
               one.became, one.refuse_reason)
        .join(Institution, (Institution.county == one.county) & (Institution.id == one.institution_id))
        .where(_here(scope), one.county == county, one.kind == IntakeKind.APPLICATION, one.state.in_(sorted(states)))
        .order_by(one.handed_in_at, one.id)
    )  # fmt: skip
    rows = rows if home is None else rows.where(one.institution_id == home)
    found: Sequence[Any] = (await session.execute(rows)).all()
    return [IntakeLine(*row) for row in found]


async def get_intake(session: AsyncSession, scope: Scope, intake_id: int, *, lock: bool = False) -> WaitlistIntake:
    """Give what was handed in, if the caller may take it up, locked where it is about to be."""
    one = WaitlistIntake
    mine = select(one).where(one.id == intake_id, _here(scope), one.kind == IntakeKind.APPLICATION)
    mine = mine.with_for_update(key_share=True) if lock else mine
    found: WaitlistIntake | None = await session.scalar(mine.execution_options(populate_existing=True))
    if found is None:
        raise EntryNotFound
    return found


async def receive_intake(session: AsyncSession, entry: WaitlistEntry, intake_id: int) -> None:
    """Give a new application the instant at which it was handed in, and the PIN its family was told."""
    asked = text("SELECT receive_intake(:county, :intake, :entry)")
    await session.execute(asked, {"county": entry.county, "intake": intake_id, "entry": entry.id})
    await session.refresh(entry, ["received_at", "accepted_at", "pin_hash", "pin_salt"])


async def waiting_objections(session: AsyncSession, *, county: int | None = None) -> list[WaitlistIntake]:
    """List the objections that were handed in and are not taken down yet, as far as the caller reaches."""
    one = WaitlistIntake
    rows = select(one).where(one.kind == IntakeKind.OBJECTION, one.state == IntakeState.HANDED_IN)
    rows = rows if county is None else rows.where(one.county == county)
    rows = rows.order_by(one.county, one.id).with_for_update(skip_locked=True)
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


async def counties_objecting(session: AsyncSession) -> list[int]:
    """List the counties in which an objection waits to be taken down."""
    one = WaitlistIntake
    rows = select(one.county).where(one.kind == IntakeKind.OBJECTION, one.state == IntakeState.HANDED_IN)
    return list(await session.scalars(rows.distinct().order_by(one.county)))
