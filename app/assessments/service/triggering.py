"""Reminders that somebody has to be looked at again: raised by other acts or by hand, answered or dismissed."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AssessmentRefused, TriggerNotFound
from app.assessments.models import AssessmentTrigger
from app.assessments.queries.assessments import newest_signed
from app.assessments.queries.triggers import get_trigger, open_rows
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import TriggerKind
from app.assessments.service.reaching import MAKE, elder_in, may_act
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.residents.models import Elder

__all__ = ["dismiss_trigger", "raise_trigger", "take_trigger_back", "trigger"]


async def trigger(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder_id: int,
    kind: TriggerKind,
    *,
    on: date,
    note: str = "",
) -> AssessmentTrigger | None:
    """Remind the home that an 即时评估 is due; the caller has been authorized for the act that calls for it.

    One open reminder of a kind is enough, and what an assessment of that day or later has answered needs none: then the
    one that stands is given, or None.
    """
    return await _keep(session, actor, home.county, home.institution_id, elder_id, kind=kind, on=on, note=note)


async def take_trigger_back(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, kind: TriggerKind, *, on: date, why: str
) -> None:
    """Close what an act had called for that day, because the act itself was taken back."""
    for row in await open_rows(session, home.county, elder_id):
        if row.kind is kind and row.happened_on == on:
            await _dismiss(session, actor, row, why)


async def raise_trigger(
    session: AsyncSession, actor: Actor, elder_id: int, kind: TriggerKind, *, on: date, note: str = "",
    home: Home | None = None,
) -> AssessmentTrigger | None:  # fmt: skip
    """Ask for an 即时评估 by hand, such as a caregiver does."""
    elder = await elder_in(session, actor.scope(MAKE), elder_id)
    place = home or Home(elder.county, elder.institution_id)
    may_act(actor, MAKE, place.county, place.institution_id)
    if on > await business_date(session):
        raise AssessmentRefused(_("日期还没到，请填今天或更早的日期"), field="on")
    return await _keep(
        session, actor, elder.county, place.institution_id, elder_id, kind=kind, on=on, note=note
    )  # fmt: skip


async def dismiss_trigger(session: AsyncSession, actor: Actor, trigger_id: int, *, reason: str) -> AssessmentTrigger:
    """Say why none is due after all."""
    scope = actor.scope(MAKE)
    row = await get_trigger(session, scope, trigger_id)
    elder: Elder = await elder_in(session, scope, row.elder_id)
    may_act(actor, MAKE, row.county, row.institution_id or elder.institution_id)
    if row.handled_by_id is not None or row.dismissed_at is not None:
        raise TriggerNotFound
    if not reason.strip():
        raise AssessmentRefused(_("请写明为什么不用重新评估"), field="reason")
    await _dismiss(session, actor, row, reason.strip())
    return row


async def _dismiss(session: AsyncSession, actor: Actor, row: AssessmentTrigger, reason: str) -> None:
    async with refusing(session):
        row.dismissed_at, row.dismissed_by, row.dismissed_reason = await now(session), actor.user_id, reason
    audit.record(
        session, actor, "assessments.trigger_dismissed", row, elder=row.elder_id, called=row.kind, reason=reason
    )  # fmt: skip


async def _keep(
    session: AsyncSession,
    actor: Actor,
    county: int,
    institution_id: int,
    elder_id: int,
    *,
    kind: TriggerKind,
    on: date,
    note: str,
) -> AssessmentTrigger | None:
    standing = [one for one in await open_rows(session, county, elder_id) if one.kind is kind]
    if standing:
        return standing[0]
    newest = await newest_signed(session, county, elder_id, ScaleKind.ABILITY)
    if newest is not None and newest.assessed_on >= on:
        return None
    seal = uuid7()
    sealed = None
    if note.strip():
        sealed = (await sealer(session, county)).seal("assessment_triggers", "note", seal, note.strip())
    row = AssessmentTrigger(
        county=county, elder_id=elder_id, institution_id=institution_id, kind=kind, happened_on=on, seal=seal,
        note=sealed, recorded_by=actor.user_id,
    )  # fmt: skip
    async with refusing(session):
        session.add(row)
    audit.record(session, actor, "assessments.triggered", row, elder=elder_id, called=kind, on=on)
    return row
