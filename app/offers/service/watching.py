"""Second looks: a share of those whom a home assessed itself is drawn, and somebody else assesses them again."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.scope import Scope
from app.offers.errors import OfferRefused
from app.offers.models import SpotCheck
from app.offers.queries.spots import SelfAssessed, self_assessed
from app.offers.queries.watching import get_spot_check
from app.offers.rules.kinds import SpotOutcome
from app.offers.rules.lots import is_drawn, lot_of
from app.offers.service.objecting import Place
from app.waitlist.queries import policy_on

__all__ = ["draw_spot_checks", "finish_spot_check"]


async def draw_spot_checks(session: AsyncSession, actor: Actor, county: int) -> list[SpotCheck]:
    """Draw from the self-assessed applicants of the county who have not been through the draw: the month is the seed."""
    authorize(actor, "offers.audit", Place(county))
    today = await business_date(session)
    share = (await policy_on(session, county, today)).recheck_share
    found = await self_assessed(session, Scope(regions=frozenset({county})), county)
    drawn = [
        _row(actor, county, one, share, seed)
        for one in found
        if not one.drawn and is_drawn(seed := lot_of(county, f"{today:%Y-%m}", one.assessment_id), share)
    ]
    async with refusing(session):
        session.add_all(drawn)
        await session.flush()
    audit.record(
        session, actor, "offers.spots_drawn", county=county, kind="spot_checks", of=len(found), drawn=len(drawn)
    )
    return drawn


def _row(actor: Actor, county: int, one: SelfAssessed, share: int, lot: str) -> SpotCheck:
    return SpotCheck(
        county=county, institution_id=one.home_id, entry_id=one.entry_id, elder_id=one.elder_id,
        assessment_id=one.assessment_id, assessed_on=one.assessed_on, share=share, lot=lot, drawn_by=actor.user_id,
        level_before=one.level,
    )  # fmt: skip


async def finish_spot_check(
    session: AsyncSession, actor: Actor, check_id: int, *, level_after: int, note: str = ""
) -> SpotCheck:
    """Write down what the second assessment found; the home's own people do not write it."""
    check = await get_spot_check(session, actor.scope("offers.audit"), check_id)
    authorize(actor, "offers.audit", check)
    if check.done_at is not None:
        raise OfferRefused(_("这次抽查已经有结果了，请看登记的结果"))
    if actor.scope("offers.make").covers(check.county, check.institution_id):
        raise OfferRefused(_("抽查要由机构以外的人登记，请换一位县级经办办理"))
    async with refusing(session):
        check.level_after, check.note = level_after, note.strip()
        check.outcome = outcome_of(check.level_before, level_after)
        check.done_at, check.done_by = await now(session), actor.user_id
    audit.record(session, actor, "offers.spot_done", check, before=check.level_before, after=level_after)
    return check


def outcome_of(before: int, after: int) -> SpotOutcome:
    """Compare the two levels; a higher one is graver."""
    if after == before:
        return SpotOutcome.SAME
    return SpotOutcome.GRAVER if after > before else SpotOutcome.MILDER
