"""The register of those supported at home 分散供养, and the wishes of 特困 people: dated, corrected by voiding."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.institutions.queries import lock_home
from app.placements.errors import SupportRefused
from app.placements.models import DispersedSupport, SupportWish
from app.placements.queries.supports import get_support, get_wish
from app.placements.rules.drafts import SupportDraft, WishDraft
from app.placements.service.locking import county_of
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.stays.queries.stays import stays_of_elder

__all__ = ["end_support", "record_wish", "support_at_home", "void_support", "void_wish"]


async def support_at_home(session: AsyncSession, actor: Actor, home: Home, draft: SupportDraft) -> DispersedSupport:
    """Enter a person into the register from a day on; `home` keeps the file."""
    authorize(actor, "placements.order", home)
    elder = await _locked(session, home, draft.elder_id)
    if draft.from_on > await business_date(session):
        raise SupportRefused(_("开始日期还没到，请核对日期"), field="from_on")
    stays = await stays_of_elder(session, county_of(home), home.county, elder.id)
    if any(stay.to_on > draft.from_on for stay in stays):
        raise SupportRefused(_("这位老人那天起在机构入住，不能同时分散供养。请先办退住，或核对日期"), field="from_on")
    keys = await sealer(session, home.county)
    one = DispersedSupport(
        **home.keys, elder_id=elder.id, seal=uuid7(), township=draft.township, from_on=draft.from_on,
        level=draft.level, document_no=draft.document_no.strip(), recorded_by=actor.user_id,
    )  # fmt: skip
    for column in ("carer", "carer_phone"):
        value = getattr(draft, column).strip()
        setattr(one, column, keys.seal("dispersed_supports", column, one.seal, value) if value else None)
    async with refusing(session):
        session.add(one)
    audit.record(session, actor, "placements.supported", one, elder_id=elder.id, on=draft.from_on)
    return one


async def end_support(
    session: AsyncSession, actor: Actor, home: Home, support_id: int, *, on: date, reason: str
) -> DispersedSupport:
    """Say from which day on the person is no longer supported at home, and why."""
    authorize(actor, "placements.order", home)
    one = await get_support(session, home.scope, support_id, lock=True)
    if on > await business_date(session):
        raise SupportRefused(_("终止日期还没到，到了那天再登记"), field="on")
    async with refusing(session):
        one.to_on, one.end_reason = on, reason.strip()
    audit.record(session, actor, "placements.support_ended", one, elder_id=one.elder_id, on=on, reason=reason)
    return one


async def void_support(
    session: AsyncSession, actor: Actor, home: Home, support_id: int, *, reason: str
) -> DispersedSupport:
    """Take a line back that was never right."""
    authorize(actor, "placements.order", home)
    one = await get_support(session, home.scope, support_id, lock=True)
    async with refusing(session):
        one.void(actor.user_id, await now(session), reason)
    audit.record(session, actor, "placements.support_voided", one, elder_id=one.elder_id, reason=reason)
    return one


async def record_wish(
    session: AsyncSession, actor: Actor, home: Home, draft: WishDraft, *, upload: Upload | None = None
) -> SupportWish:
    """Keep what the person wanted on a day; a later wish takes its place."""
    authorize(actor, "placements.order", home)
    elder = await _locked(session, home, draft.elder_id)
    if draft.asked_on > await business_date(session):
        raise SupportRefused(_("询问日期还没到，请核对日期"), field="asked_on")
    kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="placements") if upload else None
    one = SupportWish(
        **home.keys, elder_id=elder.id, wish=draft.wish, said_by=draft.said_by, asked_on=draft.asked_on,
        asked_by=draft.asked_by.strip(), evidence_id=kept.id if kept else None, recorded_by=actor.user_id,
    )  # fmt: skip
    async with refusing(session):
        session.add(one)
    audit.record(session, actor, "placements.wish_recorded", one, elder_id=elder.id, wish=draft.wish)
    return one


async def void_wish(session: AsyncSession, actor: Actor, home: Home, wish_id: int, *, reason: str) -> SupportWish:
    """Take a wish back that was written down wrongly."""
    authorize(actor, "placements.order", home)
    one = await get_wish(session, home.scope, wish_id)
    async with refusing(session):
        one.void(actor.user_id, await now(session), reason)
    audit.record(session, actor, "placements.wish_voided", one, elder_id=one.elder_id, reason=reason)
    return one


async def _locked(session: AsyncSession, home: Home, elder_id: int) -> Elder:
    await lock_home(session, home.scope, home.institution_id)
    elder = (await lock_elders(session, county_of(home), home.county, [elder_id]))[elder_id]
    if elder.merged_into_id is not None:
        raise SupportRefused(_("这份档案已并入另一份，请用保留的那一份"), field="elder_id")
    return elder
