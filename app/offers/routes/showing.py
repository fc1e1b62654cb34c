"""What the file of one offer shows: its clock, its attempts, whom to call, and what made it right when it was sent."""

from typing import Any

from app.audit import service as audit
from app.beds.queries import names_on
from app.beds.routes.asking import Asked
from app.core.clock import business_date, now
from app.core.i18n import _
from app.offers.models import BedOffer
from app.offers.queries import offers as queries
from app.offers.queries.calendar import working_calendar
from app.offers.queries.objections import objections_of_offer
from app.offers.routes.viewing import may_act, names_of
from app.offers.rules.attempts import counted_attempts
from app.offers.rules.calendar import working_days_until
from app.offers.rules.kinds import AttemptResult, Channel, OfferState, RefusalReason
from app.offers.rules.reserve import Reserve
from app.offers.rules.steps import days_said, is_overdue
from app.offers.service.attempting import whom_of
from app.waitlist.queries import contact_of, entry_of
from app.waitlist.rules.conditions import say_atom
from app.waitlist.rules.policy import Key

__all__ = ["show_facts"]


async def show_facts(asked: Asked, offer_id: int) -> dict[str, Any]:
    """One offer as its home sees it, with what may be done now; whom it is about is a look that is written down."""
    session, home = asked.session, asked.home
    offer = await queries.get_offer(session, home.scope, offer_id)
    pair = await queries.pair_of(session, home.scope, offer)
    today, at = await business_date(session), await now(session)
    tried = (await queries.attempts_of(session, home.scope, [offer]))[offer.id]
    counted = counted_attempts((one.on_day, one.channel) for one in tried)
    contact, whom = await _reach(asked, offer, tried)
    overdue, objections = is_overdue(offer, at), await objections_of_offer(session, home.scope, offer.id)
    may = may_act(asked, "offers.make")
    return {
        "institution": asked.institution,
        "offer": offer,
        "pair": pair,
        "names": await names_of(asked, {one.entry_id for one in pair} | _passed(offer)),
        "beds": await names_on(session, home.scope, [one.bed_id for one in pair], today),
        "tried": [(one, whom.get(one.id, "")) for one in tried],
        "counted": counted,
        "contact": contact,
        "left": days_said(today, offer.hold_due_on),
        "working_left": working_days_until(today, offer.hold_due_on, await working_calendar(session)),
        "overdue": overdue,
        "may": may,
        "may_lapse": may and overdue and counted >= offer.attempts_needed,
        "objections": objections,
        "skips": await queries.skips_of(session, home.scope, pair[0].id),
        "frozen": _frozen(offer),
        **_choices(),
    }


async def _reach(asked: Asked, offer: BedOffer, tried: list[Any]) -> tuple[Any, dict[int, str]]:
    """Whom to call, for those who make offers while there is something to call about."""
    if not may_act(asked, "offers.make") or offer.state not in (OfferState.OPEN, OfferState.ACCEPTED):
        return None, {}
    entry = await entry_of(asked.session, asked.home.scope, offer.entry_id)
    await audit.record_view(
        asked.actor, county=asked.home.county, institution_id=asked.home.institution_id, kind="bed_offers",
        subjects=[offer.id], fields=["contact", "whom"],
    )  # fmt: skip
    return await contact_of(asked.session, entry), await whom_of(asked.session, asked.home.county, tried)


def _passed(offer: BedOffer) -> set[int]:
    return {one["entry_id"] for one in offer.ladder.get("passed", ())}


def _frozen(offer: BedOffer) -> dict[str, Any]:
    kept = offer.ladder
    return {
        "rungs": [(_rung(one["code"]), one["mine"]) for one in kept.get("ladder", {}).get("rungs", ())],
        "reserve": Reserve(**kept["reserve"]).said if "reserve" in kept else "",
        "passed": kept.get("passed", []),
        "evidence": [say_atom(atom) for atom in kept.get("evidence", ())],
        "internal_reason": kept.get("internal_reason", ""),
    }


def _rung(code: str) -> str:
    """The name of a rung: the class of the applicant, or one of the policy's keys."""
    return Key(code).label if code in set(Key) else _("类别")


def _choices() -> dict[str, Any]:
    said = [one for one in RefusalReason if one is not RefusalReason.NOT_REACHED]
    return {
        "channels": [(one.value, one.label) for one in Channel],
        "results": [(one.value, one.label) for one in AttemptResult],
        "reasons": [(one.value, one.label) for one in said],
    }
