"""What the pages of objections show; who objected is opened only where it is decided, and the look is written down."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries import names_on
from app.beds.routes.asking import Asked
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import homes_in
from app.offers.models import BedOffer, Objection
from app.offers.queries.calendar import working_calendar
from app.offers.queries.objections import get_objection, objections_in
from app.offers.queries.offers import get_offer
from app.offers.routes.viewing import may_act
from app.offers.rules.calendar import working_days_until
from app.offers.rules.kinds import ObjectionOutcome, ObjectionSource
from app.offers.service.objecting import objection_words

__all__ = ["case_facts", "cases_facts", "home_facts"]


async def home_facts(asked: Asked, offer_id: int | None) -> dict[str, Any]:
    """A home's objections: what was said and decided, never by whom."""
    session, home = asked.session, asked.home
    found = await objections_in(session, home.scope, institution_id=home.institution_id)
    offer = await get_offer(session, home.scope, offer_id) if offer_id else None
    return {
        "institution": asked.institution,
        "lines": await _lines(session, found),
        "words": await _words(asked, [one for one in found if one.decided_at is None]),
        "offer": offer,
        "bed": await _bed(session, home.scope, offer) if offer else "",
        "open": sum(one.decided_at is None for one in found),
        "may": may_act(asked, "waitlist.apply"),
        "sources": [(one.value, one.label) for one in ObjectionSource if one is not ObjectionSource.ONLINE],
    }


async def _lines(session: AsyncSession, found: list[Objection]) -> list[tuple[Objection, int]]:
    """Each with the working days that are left to answer."""
    today, calendar = await business_date(session), await working_calendar(session)
    return [(one, working_days_until(today, one.due_on, calendar)) for one in found]


async def _bed(session: AsyncSession, scope: Scope, offer: BedOffer) -> str:
    return (await names_on(session, scope, [offer.bed_id], offer.on_day)).get(offer.bed_id, "")


async def _words(asked: Asked, undecided: list[Objection]) -> dict[int, str]:
    """What was said against the home, for the home to answer; the look is written down."""
    if undecided:
        await audit.record_view(
            asked.actor, county=asked.home.county, institution_id=asked.home.institution_id, kind="objections",
            subjects=[one.id for one in undecided], fields=["words"],
        )  # fmt: skip
    return {one.id: (await objection_words(asked.session, one))["words"] for one in undecided}


async def cases_facts(session: AsyncSession, actor: Actor) -> dict[str, Any]:
    """Every objection the reader decides on."""
    scope = actor.scope("objections.decide")
    found = await objections_in(session, scope)
    return {
        "lines": await _lines(session, found),
        "homes": {home.id: home.name for home in await homes_in(session, scope)},
        "open": sum(one.decided_at is None for one in found),
        "unpublished": sum(one.decided_at is not None and one.published_at is None for one in found),
    }


async def case_facts(session: AsyncSession, actor: Actor, objection_id: int) -> dict[str, Any]:
    """One objection, opened."""
    scope = actor.scope("objections.decide")
    objection = await get_objection(session, scope, objection_id)
    await audit.record_view(
        actor, county=objection.county, institution_id=objection.institution_id, kind="objections",
        subjects=[objection.id], fields=["name", "phone", "words"], purpose=_("处理异议"),
    )  # fmt: skip
    offer = await get_offer(session, scope, objection.offer_id) if objection.offer_id else None
    homes = {home.id: home.name for home in await homes_in(session, scope)}
    ((_one, left),) = await _lines(session, [objection])
    return {
        "objection": objection,
        "left": left,
        "opened": await objection_words(session, objection),
        "offer": offer,
        "bed": await _bed(session, scope, offer) if offer else "",
        "home_name": homes.get(objection.institution_id or 0, ""),
        "outcomes": [(one.value, one.label) for one in ObjectionOutcome],
    }
