"""What the pages of one home's offers show, gathered once for a page and for the answers of acts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.beds.queries import names_on
from app.beds.routes.asking import Asked
from app.beds.rules.spans import say_time
from app.core.clock import business_date, now
from app.core.identity import mask_name
from app.offers.models import BedExplanation, BedOffer
from app.offers.queries import offers as queries
from app.offers.queries.beds import beds_of_home
from app.offers.queries.calendar import working_calendar
from app.offers.queries.choosing import look_around, reserve_of
from app.offers.queries.watching import explanations_of
from app.offers.rules.around import Around
from app.offers.rules.attempts import counted_attempts
from app.offers.rules.beds import OpenBed
from app.offers.rules.calendar import working_days_until
from app.offers.rules.candidates import Candidate
from app.offers.rules.kinds import ExplainReason, OfferState, SkipReason
from app.offers.rules.steps import days_said, is_overdue
from app.waitlist.queries import is_switched_on, lines_of, policy_on
from app.waitlist.rules.conditions import say_atom

__all__ = ["OfferLine", "choosing_facts", "index_facts", "may_act", "names_of", "offer_lines"]

MOST = 60
PAST_DAYS = 90


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One row of a list of offers."""

    offer: BedOffer
    name: str
    number: str
    bed: str
    tried: int
    left: str
    working_left: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A free bed and what was last said of it since it became free."""

    bed: OpenBed
    days: int | None
    said: BedExplanation | None

    @property
    def time(self) -> str:
        """How long it has been free, in words; nothing where nobody knows."""
        return say_time(self.days) if self.days is not None else ""


def may_act(asked: Asked, permission: str) -> bool:
    """Whether the caller holds the permission in this very home."""
    return asked.actor.scope(permission).covers(asked.home.county, asked.home.institution_id)


async def names_of(asked: Asked, entry_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Name and number of these entries; names are whole to those who run the home and masked to who looks in."""
    lines = await lines_of(asked.session, asked.home.scope, asked.home.county, entry_ids) if entry_ids else {}
    whole = may_act(asked, "waitlist.apply") and may_act(asked, "offers.make")
    return {
        key: (line.name if whole and line.name else mask_name(line.name or ""), line.facts.number)
        for key, line in lines.items()
    }


async def choosing_facts(asked: Asked, bed_id: int, entry_id: int | None) -> dict[str, Any]:
    """The bed, the list as this bed sees it, and whom the form is for."""
    session, home = asked.session, asked.home
    today = await business_date(session)
    around = await look_around(session, home, bed_id, today)
    chosen = next((one for one in around.candidates if one.facts.entry_id == entry_id), None) or around.next
    said = (await explanations_of(session, home.scope, home.institution_id)).get(bed_id)
    lines, missing = _shown(around, chosen), around.unchecked(chosen) if chosen else []
    named = [*lines, *missing, *([around.next] if around.next else [])]
    return {
        "institution": asked.institution,
        "around": around,
        "bed_time": say_time((today - around.bed.free_since).days) if around.bed.free_since else "",
        "chosen": chosen,
        "names": await names_of(asked, {one.facts.entry_id for one in named}),
        "lines": lines,
        "missing": missing,
        "evidence": [say_atom(atom) for atom in around.evidence(chosen)] if chosen else [],
        "switched": await is_switched_on(session, home.county, home.institution_id, today),
        "said": said if said and around.bed.free_since and said.on_day >= around.bed.free_since else None,
        "may": may_act(asked, "offers.make"),
        "skip_reasons": [(one.value, one.label) for one in SkipReason],
        "explain_reasons": [(one.value, one.label) for one in ExplainReason],
    }


def _shown(around: Around, chosen: Candidate | None) -> list[Candidate]:
    """The head of the list, with the chosen one in any case."""
    shown = list(around.candidates[:MOST])
    return shown if chosen is None or chosen in shown else [*shown, chosen]


async def index_facts(asked: Asked) -> dict[str, Any]:
    """Offers that hold a bed, free beds, and what was over lately."""
    session, home = asked.session, asked.home
    today = await business_date(session)
    policy, beds = await policy_on(session, home.county, today), await beds_of_home(session, home, today)
    live = await queries.offers_of_home(session, home.scope, home.institution_id, live=True)
    since = date.fromordinal(today.toordinal() - PAST_DAYS)
    over = await queries.offers_of_home(session, home.scope, home.institution_id, live=False, since=since)
    lines = await offer_lines(asked, live)
    return {
        "institution": asked.institution,
        "lines": lines,
        "past": await offer_lines(asked, over),
        "free": await _free_lines(asked, beds.free, today),
        "reserve": await reserve_of(session, home, policy, beds, today),
        "switched": await is_switched_on(session, home.county, home.institution_id, today),
        "overdue": sum(line.overdue for line in lines),
        "may": may_act(asked, "offers.make"),
        "past_days": PAST_DAYS,
    }


async def _free_lines(asked: Asked, free: Sequence[OpenBed], today: date) -> list[FreeLine]:
    told = await explanations_of(asked.session, asked.home.scope, asked.home.institution_id)
    lines = []
    for bed in free:
        said = told.get(bed.id)
        if said and bed.free_since and said.on_day < bed.free_since:
            said = None
        lines.append(FreeLine(bed, (today - bed.free_since).days if bed.free_since else None, said))
    return sorted(lines, key=lambda line: (line.said is not None, -(line.days or 0), line.bed.name))


async def offer_lines(asked: Asked, offers: Sequence[BedOffer]) -> list[OfferLine]:
    """Rows for a list of offers."""
    session, home = asked.session, asked.home
    today, at = await business_date(session), await now(session)
    names = await names_of(asked, {offer.entry_id for offer in offers})
    beds = await names_on(session, home.scope, [offer.bed_id for offer in offers], today)
    tried = await queries.attempts_of(session, home.scope, offers)
    calendar = await working_calendar(session)
    return [
        OfferLine(
            offer, *names.get(offer.entry_id, ("", "")), beds.get(offer.bed_id, ""),
            counted_attempts((one.on_day, one.channel) for one in tried[offer.id]),
            days_said(today, offer.hold_due_on) if offer.state is OfferState.OPEN else "",
            working_days_until(today, offer.hold_due_on, calendar), is_overdue(offer, at),
        )
        for offer in offers
    ]  # fmt: skip
