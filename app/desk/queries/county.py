"""What waits for the county's case officer today: orders, reviews, tiers set by hand, objections, skips."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import HERE
from app.core.i18n import _
from app.core.identity import mask_name
from app.core.scope import Scope
from app.desk.rules.door import CountyDay, ToDo
from app.institutions.queries import homes_in
from app.offers.queries.objections import objections_in
from app.offers.queries.offers import waiting_skips
from app.placements.queries import order_lines
from app.placements.rules.kinds import OrderState
from app.regions.queries import names_of
from app.stays.queries.transfers import people_of_transfers, transfers_in
from app.stays.rules.transfers import TransferState, state_of
from app.waitlist.queries import entries_facts, lines_of
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.steps import LISTED, LIVE

__all__ = ["counties_of", "county_day"]


async def counties_of(session: AsyncSession, scope: Scope) -> dict[int, str]:
    """Name the counties that somebody has as a whole, by code: those with homes, else those they were given."""
    codes = {home.county for home in await homes_in(session, scope) if scope.covers_region(home.county)}
    codes = codes or {region for region in scope.regions if region % 100}
    names = await names_of(session, sorted(codes))
    return {code: names.get(code, str(code)) for code in sorted(codes)}


async def county_day(session: AsyncSession, county: int, day: date) -> CountyDay:
    """Gather the day of one county, under the caller's rights; names are masked."""
    scope = Scope(regions=frozenset({county}))
    facts = await entries_facts(session, scope, county, states=LIVE)
    unready = sorted((one for one in facts if one.state not in LISTED), key=lambda one: one.accepted_at)
    by_hand = [one for one in facts if one.override_waits]
    ids = [one.entry_id for one in (*unready, *by_hand)]
    lines = await lines_of(session, scope, county, ids) if ids else {}
    names = {key: mask_name(line.name or "") for key, line in lines.items()}
    orders = await order_lines(session, scope, states=(OrderState.DRAFTED,))
    objections = await objections_in(session, scope, open_only=True)
    return CountyDay(
        orders=[
            ToDo(mask_name(one.name), _("{home}，{town}报").format(home=one.home, town=one.township), one.id,
                 ways={"institution_id": one.institution_id, "order_id": one.id})
            for one in orders
        ],
        reviews=[ToDo(names.get(one.entry_id, ""), _waits(one, day), one.entry_id, ways={"entry_id": one.entry_id}) for one in unready],
        overrides=[
            ToDo(names.get(one.entry_id, ""), one.override_reason or "", one.entry_id, ways={"entry_id": one.entry_id})
            for one in by_hand
        ],
        objections=[
            ToDo(one.code, _("{month} 月 {day} 日前答复").format(month=one.due_on.month, day=one.due_on.day), one.id,
                 one.due_on < day, {"objection_id": one.id})
            for one in objections
        ],
        transfers=await _transfers(session, scope),
        skips=len(await waiting_skips(session, scope)),
        waiting=sum(one.state in LISTED for one in facts),
    )  # fmt: skip


async def _transfers(session: AsyncSession, scope: Scope) -> list[ToDo]:
    """Transfers that the other home has accepted and the county has not approved."""
    found = [one for one in await transfers_in(session, scope) if state_of(one) is TransferState.ACCEPTED]
    people = await people_of_transfers(session, found) if found else {}
    return [
        ToDo(
            _("、").join(mask_name(person.name) for person in people[one.id]),
            f"{one.from_name} → {one.to_name}", one.id,
            ways={"transfer_id": one.id},
        )
        for one in found
    ]  # fmt: skip


def _waits(facts: EntryFacts, day: date) -> str:
    waited = (day - facts.accepted_at.astimezone(HERE).date()).days
    return _("{state}，等了 {n} 天").format(state=facts.state.label, n=waited)
