"""Saying why a free bed is not offered."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import refusing
from app.core.i18n import _
from app.offers.errors import OfferRefused
from app.offers.models import BedExplanation
from app.offers.queries.beds import beds_of_home
from app.offers.rules.kinds import ExplainReason

__all__ = ["explain_bed"]


async def explain_bed(
    session: AsyncSession, actor: Actor, home: Home, bed_id: int, *, reason: ExplainReason, note: str = ""
) -> BedExplanation:
    """Say why a free bed is not offered today; the bureau reads it beside the bed."""
    authorize(actor, "offers.make", home)
    today = await business_date(session)
    if not (await beds_of_home(session, home, today)).bed(bed_id).free:
        raise OfferRefused(_("这张床现在不是空床，不用说明"))
    said = BedExplanation(
        **home.keys, bed_id=bed_id, on_day=today, reason=reason, note=note.strip(), by=actor.user_id,
        by_name=actor.name[:60],
    )  # fmt: skip
    async with refusing(session):
        session.add(said)
        await session.flush()
    audit.record(session, actor, "offers.bed_explained", said, bed_id=bed_id, reason=reason)
    return said
