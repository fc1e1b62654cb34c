"""Beginning an admission on its ground, changing its plan, and giving it up."""

from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import AdmissionRefused
from app.admissions.models import Admission, AdmissionTask
from app.admissions.rules.drafts import OpenDraft
from app.admissions.rules.kinds import AdmissionState, AdmissionTaskKind
from app.admissions.service.working import working
from app.audit import service as audit
from app.beds.rules.home import Home
from app.beds.rules.spans import FOREVER
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.scope import Scope
from app.core.uuid7 import uuid7
from app.institutions.queries import lock_home
from app.offers.queries.offers import get_offer
from app.offers.rules.kinds import OfferState
from app.placements.queries import get_order
from app.placements.rules.kinds import OrderState
from app.placements.service import end_hold
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.residents.service import share_file
from app.stays.queries.stays import stays_of_elder
from app.stays.rules.kinds import Ground, Payer, StayKind
from app.waitlist.queries import is_switched_on

__all__ = ["change_terms", "give_up_admission", "open_admission"]

ON_PAPER = (Ground.DIRECT, Ground.EMERGENCY, Ground.OFFER, Ground.PLACEMENT)


async def open_admission(session: AsyncSession, actor: Actor, home: Home, draft: OpenDraft) -> Admission:
    """Open the list of what is to be done before a person moves in; the ground is looked at now and again at the end."""
    authorize(actor, "admissions.run", home)
    await lock_home(session, home.scope, home.institution_id)
    draft = await _with_ground(session, home, draft)
    county = Scope(regions=frozenset({home.county}))
    elder = (await lock_elders(session, county, home.county, [draft.elder_id]))[draft.elder_id]
    await _refuse_person(session, county, elder)
    await share_file(session, elder, home)
    async with refusing(session):
        admission = Admission(
            **home.keys, elder_id=elder.id, ground=draft.ground, ground_note=draft.ground_note.strip(),
            entry_id=draft.entry_id, offer_id=draft.offer_id, placement_id=draft.placement_id,
            planned_on=draft.planned_on, stay_kind=draft.stay_kind, payer=draft.payer,
            planned_end_on=draft.planned_end_on, opened_by=actor.user_id, opened_name=actor.name,
        )  # fmt: skip
        session.add(admission)
        await session.flush()
        session.add_all(
            AdmissionTask(**home.keys, admission_id=admission.id, kind=kind, seal=uuid7()) for kind in AdmissionTaskKind
        )
    audit.record(session, actor, "admissions.opened", admission, elder_id=elder.id, ground=draft.ground)
    return admission


async def change_terms(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    admission_id: int,
    *,
    planned_on: date,
    stay_kind: StayKind,
    payer: Payer,
    planned_end_on: date | None = None,
) -> Admission:
    """Change the plan: the day, what the stay is meant to be, who pays."""
    authorize(actor, "admissions.run", home)
    admission = await working(session, home, admission_id)
    async with refusing(session):
        admission.planned_on, admission.stay_kind, admission.payer = planned_on, stay_kind, payer
        admission.planned_end_on = planned_end_on
    audit.record(session, actor, "admissions.terms_changed", admission, planned_on=planned_on, payer=payer)
    return admission


async def give_up_admission(
    session: AsyncSession, actor: Actor, home: Home, admission_id: int, *, reason: str
) -> Admission:
    """Say that nobody moves in; a bed that this admission held goes free, that of an offer or order stays theirs."""
    authorize(actor, "admissions.run", home)
    await lock_home(session, home.scope, home.institution_id)
    admission = await working(session, home, admission_id)
    if admission.claim_id is not None:
        await end_hold(session, actor, home, admission.claim_id, on=await business_date(session))
    async with refusing(session):
        admission.claim_id = admission.bed_id = None
        admission.state, admission.give_up_reason = AdmissionState.GIVEN_UP, reason.strip()
        admission.closed_at, admission.closed_by = await now(session), actor.user_id
    audit.record(session, actor, "admissions.given_up", admission, elder_id=admission.elder_id, reason=reason)
    return admission


async def _with_ground(session: AsyncSession, home: Home, draft: OpenDraft) -> OpenDraft:
    """Bring person and entry of an offer or an order along, and refuse what the home's own rules do not allow."""
    if draft.ground not in ON_PAPER:
        raise AdmissionRefused(_("调院和台账补录的入住由各自的办理产生，请另选入住依据"), field="ground")
    if draft.ground is Ground.OFFER:
        return await _of_offer(session, home, draft)
    if draft.ground is Ground.PLACEMENT:
        return await _of_order(session, home, draft)
    if draft.ground is Ground.EMERGENCY and not draft.ground_note.strip():
        raise AdmissionRefused(_("紧急安置请写明情况：谁送来、为什么等不了"), field="ground_note")
    today = await business_date(session)
    if draft.ground is Ground.DIRECT and await is_switched_on(session, home.county, home.institution_id, today):
        raise AdmissionRefused(
            _("本院已启用轮候，不能直接入住。请从轮候名单发床位通知，或按安置通知、紧急安置办理"), field="ground"
        )
    return replace(draft, entry_id=None, offer_id=None, placement_id=None)


async def _of_offer(session: AsyncSession, home: Home, draft: OpenDraft) -> OpenDraft:
    if draft.offer_id is None:
        raise AdmissionRefused(_("请从已接受的床位通知开始办理"), field="ground")
    offer = await get_offer(session, home.scope, draft.offer_id)
    if offer.institution_id != home.institution_id or offer.state is not OfferState.ACCEPTED:
        raise AdmissionRefused(_("这份床位通知还没有接受，或已了结。请从床位通知列表重新进入"))
    return replace(draft, elder_id=offer.elder_id, entry_id=offer.entry_id, placement_id=None)


async def _of_order(session: AsyncSession, home: Home, draft: OpenDraft) -> OpenDraft:
    if draft.placement_id is None:
        raise AdmissionRefused(_("请从已接收的安置通知开始办理"), field="ground")
    order = await get_order(session, home.scope, draft.placement_id, institution_id=home.institution_id)
    if order.state is not OrderState.RECEIVED:
        raise AdmissionRefused(_("这份安置通知还没有接收，或已了结。请从安置列表重新进入"))
    return replace(draft, elder_id=order.elder_id, entry_id=None, offer_id=None)


async def _refuse_person(session: AsyncSession, county: Scope, elder: Elder) -> None:
    if elder.merged_into_id is not None:
        raise AdmissionRefused(_("这份档案已并入另一份，请用保留的那一份办入院"), field="elder_id")
    if elder.died_on is not None:
        raise AdmissionRefused(_("这位老人已登记去世，不能再办入院。登记有误的，请先撤销"), field="elder_id")
    if any(stay.to_on == FOREVER for stay in await stays_of_elder(session, county, elder.county, elder.id)):
        raise AdmissionRefused(_("这位老人已在机构入住，不能再办入院。要换机构的请办调院"), field="elder_id")
