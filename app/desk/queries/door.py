"""What the door of a home asks of the day: the bed that is somebody's, offers that run out, admissions under way."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.queries.cases import admission_lines, waiting_offers
from app.assessments.queries import due
from app.beds.queries import names_on
from app.beds.rules.home import Home
from app.core.clock import now
from app.core.i18n import _
from app.core.identity import mask_name
from app.desk.rules.door import AtTheDoor, NextUp, OfferToDo, ToDo
from app.offers.queries.offers import offers_of_home
from app.offers.rules.calendar import HERE
from app.offers.rules.kinds import OfferState
from app.residents.rules.birthdays import age_on
from app.waitlist.queries import is_switched_on, lines_of, ranked
from app.waitlist.queries.free import beds_on_offer
from app.waitlist.rules.conditions import counted_level
from app.waitlist.rules.ranking import Ranking
from app.waitlist.rules.suiting import Suiting, kind_of_bed, suited

__all__ = ["at_the_door"]


async def at_the_door(session: AsyncSession, home: Home, day: date, *, whole: bool) -> AtTheDoor:
    """Gather the door of one home; the caller has been asked for the permission. Names are masked unless `whole`."""
    if not await is_switched_on(session, home.county, home.institution_id, day):
        return AtTheDoor(switched=False)
    ranking = await ranked(session, home.scope, home.county, home=home.institution_id, day=day)
    offers = await offers_of_home(session, home.scope, home.institution_id, live=True)
    names = await _names(session, home, ranking, [offer.entry_id for offer in offers], whole=whole)
    beds = await names_on(session, home.scope, [offer.bed_id for offer in offers], day) if offers else {}
    at = await now(session)
    open_ones = [offer for offer in offers if offer.state is OfferState.OPEN]
    lines = await admission_lines(session, home.scope, home.institution_id, open_ones=True)
    ready = await waiting_offers(session, home.scope, home.institution_id)
    return AtTheDoor(
        switched=True, waiting=len(ranking), next=await _next(session, home, ranking, names, day),
        offers=[
            OfferToDo(
                one.id, names.get(one.entry_id, ""), beds.get(one.bed_id, ""), one.hold_due_on, one.due_at,
                one.due_at <= at, one.hold_due_on == day,
            )
            for one in open_ones
        ],
        admissions=[
            ToDo(line.name if whole else mask_name(line.name), _said(line.bed, line.planned_on), line.id, line.is_late)
            for line in lines
        ],
        ready=[ToDo(row.name if whole else mask_name(row.name), beds.get(row.bed_id, ""), row.id) for row in ready],
        assessments=len(await due(session, home.scope, day)),
    )  # fmt: skip


def _said(bed: str, planned_on: date) -> str:
    when = _("计划 {month} 月 {day} 日入住").format(month=planned_on.month, day=planned_on.day)
    return _("{bed} 床，{when}").format(bed=bed, when=when) if bed else when


async def _names(
    session: AsyncSession, home: Home, ranking: Ranking, entries: list[int], *, whole: bool
) -> dict[int, str]:
    """Give the names of those who have an offer, and of those who could be next."""
    ids = {*entries, *(line.facts.entry_id for line in ranking.lines)}
    found = await lines_of(session, home.scope, home.county, ids) if ids else {}
    return {key: (line.name or "") if whole else mask_name(line.name or "") for key, line in found.items()}


async def _next(session: AsyncSession, home: Home, ranking: Ranking, names: dict[int, str], day: date) -> NextUp | None:
    beds, left = await beds_on_offer(session, home.scope, ranking.policy, day, institution_id=home.institution_id)
    fits = suited(ranking, Suiting(ranking.policy, day, beds, left)).by_entry
    line = next((one for one in ranking if one.facts.entry_id in fits), None)
    if line is None:
        return None
    facts = line.facts
    age = age_on(facts.born_on, day)
    person = _("{sex}，{age} 岁").format(sex=facts.sex.label if facts.sex else "", age=age) if age is not None else ""
    level = counted_level(ranking.policy, facts, day)
    tier = _("第 {number} 类").format(number=line.tier.number)
    said = _("{tier}，能力 {level} 级").format(tier=tier, level=level) if level is not None else tier
    return NextUp(
        facts, names.get(facts.entry_id, ""), line.position, person, said, facts.accepted_at.astimezone(HERE).date(),
        kind_of_bed(ranking.policy, facts, day), fits[facts.entry_id],
    )  # fmt: skip
