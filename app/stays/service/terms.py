"""试住转长住, and who pays: what a stay is from a day on; the newest change speaks."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import touched
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.stays.errors import StayRefused
from app.stays.models import StayChange
from app.stays.queries.terms import get_change, terms_of_stay_on
from app.stays.rules.days import reason_if_late, refuse_future, refuse_outside
from app.stays.rules.kinds import LateReason, Payer, StayKind
from app.stays.service.moving import open_stays
from app.stays.service.saying import saying

__all__ = ["change_terms", "void_terms"]


async def change_terms(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    stay_id: int,
    *,
    kind: StayKind,
    payer: Payer,
    from_on: date,
    notes: str = "",
    late_reason: LateReason | None = None,
) -> StayChange:
    """Say that from this day on a stay is of another kind or on another purse."""
    authorize(actor, "stays.admit", home)
    [stay] = await open_stays(session, home, [stay_id])
    today = await business_date(session)
    refuse_future(from_on, today, field="from_on")
    refuse_outside(from_on, stay.from_on, stay.to_on, field="from_on")
    before = await terms_of_stay_on(session, home.scope, stay, from_on)
    if (before.kind, before.payer) == (kind, payer):
        raise StayRefused(_("入住类型和付费都没有变，请改其中一项，或核对日期"), field="kind")
    keys, seal = await sealer(session, home.county), uuid7()
    async with saying(session, home, []):
        change = StayChange(
            **home.keys, stay_id=stay.id, seal=seal, from_on=from_on, kind=kind, payer=payer,
            notes=keys.seal("stay_changes", "notes", seal, notes) if notes else None, recorded_by=actor.user_id,
            late_reason=reason_if_late(from_on, today, late_reason),
        )  # fmt: skip
        session.add(change)
        stay.version += 1
    audit.record(
        session, actor, "stays.terms_changed", change, stay_id=stay_id, before=[before.kind, before.payer],
        after=[kind, payer], from_on=from_on, late=late_reason,
    )  # fmt: skip
    touched(session, home.county, home.institution_id, from_on)
    return change


async def void_terms(
    session: AsyncSession, actor: Actor, home: Home, stay_id: int, change_id: int, *, reason: str
) -> StayChange:
    """Void a change that was recorded by mistake: what stood before it goes on."""
    authorize(actor, "stays.correct", home)
    [stay] = await open_stays(session, home, [stay_id])
    change = await get_change(session, home.scope, home.institution_id, stay_id, change_id)
    async with saying(session, home, []):
        change.void(actor.user_id, await now(session), reason)
        stay.version += 1
    audit.record(session, actor, "stays.terms_voided", change, stay_id=stay_id, reason=reason, from_on=change.from_on)
    touched(session, home.county, home.institution_id, change.from_on)
    return change
