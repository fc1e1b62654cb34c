"""Keeping a bed for a person on the way in: the offer's and the order's beds are held there, any other one here."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import TaskRefused
from app.admissions.models import Admission
from app.admissions.rules.drafts import BedDraft
from app.admissions.service.working import working
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import refusing
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import lock_home
from app.placements.service import end_hold, hold_bed, hold_for_order
from app.residents.queries import lock_elders
from app.stays.rules.kinds import Ground
from app.stays.service.admitting import refuse_unmarried

__all__ = ["choose_bed"]


async def choose_bed(session: AsyncSession, actor: Actor, home: Home, admission_id: int, draft: BedDraft) -> Admission:
    """Hold a bed for the person, or another one than before, until they move in."""
    authorize(actor, "admissions.run", home)
    await lock_home(session, home.scope, home.institution_id)
    admission = await working(session, home, admission_id)
    if admission.ground is Ground.OFFER:
        raise TaskRefused(_("床位由床位通知定好。要换床的，请收回通知后另发"), field="bed_id")
    if admission.placement_id is not None:
        await hold_for_order(session, actor, home, admission.placement_id, bed_id=draft.bed_id)
    else:
        await _hold(session, actor, home, admission, draft)
    audit.record(session, actor, "admissions.bed_chosen", admission, elder_id=admission.elder_id, bed_id=draft.bed_id)
    return admission


async def _hold(session: AsyncSession, actor: Actor, home: Home, admission: Admission, draft: BedDraft) -> None:
    if admission.bed_id == draft.bed_id and admission.shares_room is draft.shares_room:
        return
    county = Scope(regions=frozenset({home.county}))
    elder = (await lock_elders(session, county, home.county, [admission.elder_id]))[admission.elder_id]
    today = await business_date(session)
    if draft.shares_room:
        await refuse_unmarried(session, home, elder.id, sex=elder.sex, bed_id=draft.bed_id, on=today)
    async with refusing(session):
        if admission.claim_id is not None:
            await end_hold(session, actor, home, admission.claim_id, on=today)
        claim = await hold_bed(session, home, elder, draft.bed_id, on=today, shares_room=draft.shares_room)
        admission.claim_id, admission.bed_id = claim.id, claim.bed_id
        admission.shares_room = draft.shares_room
