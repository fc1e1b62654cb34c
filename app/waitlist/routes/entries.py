"""One application's file: where it stands and why, what it rests on, what is still to be done and told, and its log."""

from datetime import date
from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date
from app.residents.rules.kinds import Category
from app.waitlist.queries import (
    checks_of,
    circumstances_of,
    contact_of,
    events_of,
    notices_of,
    ranked,
)
from app.waitlist.queries.free import beds_to_give
from app.waitlist.queries.persons import linked_with, users_named
from app.waitlist.routes.acts import ACTS
from app.waitlist.routes.asking import OfList
from app.waitlist.routes.clocks import check_clock
from app.waitlist.routes.doing import offered
from app.waitlist.routes.explaining import Why, why_open
from app.waitlist.routes.filing import PREFIX, OfEntry, Seeing, record_look, rules_now
from app.waitlist.routes.parts import parts_for
from app.waitlist.routes.reviews import REVIEWS
from app.waitlist.routes.words import days_waited, level_said, sex_and_age, wishes_said
from app.waitlist.rules.eligibility import unmet
from app.waitlist.rules.kinds import CheckKind
from app.waitlist.rules.steps import LISTED, LIVE, EntryState
from app.waitlist.rules.suiting import kind_of_bed
from app.waitlist.service.desk import homes_to_wish_for
from app.web.routing import Router
from app.web.templates import render

__all__ = ["explained", "router"]

router = Router(prefix=PREFIX)
DESK = ("confirm", "defer", "resume", "wishes", "circumstance", "link", "contact", "consent", "override", "withdraw")
BUREAU = ("backdate", "merge", "remove", "reinstate")


@router.get("", name="waitlist.entries.show", access="waitlist.see")
async def show_entry(of: Seeing) -> Response:
    """The file of an application; whom to reach stands in it, so the look leaves a line."""
    today = await business_date(of.session)
    why = await explained(of, today)
    contact = await contact_of(of.session, of.entry) if of.may("waitlist.apply") else None
    await record_look(of, "file", *(("contact",) if contact and contact.phone else ()))
    return await render(
        of.request, "waitlist/entries/show.html", of=of, entry=of.entry, facts=of.facts, why=why, contact=contact,
        parts=parts_for(of.request, of.entry_id), **await _said(of, today), **await _rows(of),
        **await _to_do(of, today), **_acts(of),
    )  # fmt: skip


async def explained(of: OfEntry, today: date) -> Why | None:
    """Explain the place of the application in the list its reader sees; None where it stands in none."""
    if of.facts.state not in LISTED:
        return None
    lists = as_list(of.request, of)
    ranking = await ranked(of.session, lists.scope, of.county, home=lists.home_id)
    beds = await beds_to_give(of.session, lists.scope, today, institution_id=lists.home_id)
    return await why_open(lists, ranking, of.entry_id, beds)


def as_list(request: Request, of: OfEntry) -> OfList:
    """The list the reader sees the application in: the county's, or their own home's."""
    institution = _Line(of.home_id) if of.home_id else None
    return OfList(request, of.session, of.actor, of.county, of.scope, institution)


class _Line:
    """A home by its id alone."""

    def __init__(self, home_id: int) -> None:
        self.id = home_id


async def _said(of: OfEntry, today: date) -> dict[str, Any]:
    policy = await rules_now(of, today)
    level, words = level_said(policy, of.facts, today)
    return {
        "person": sex_and_age(of.facts, today),
        "days": days_waited(of.facts, today),
        "level": level,
        "level_words": words,
        "kind": kind_of_bed(policy, of.facts, today),
        "wishes": wishes_said(of.facts, await _all_homes(of)),
        "state": of.facts.state_on(today),
        "categories": [(Category(one.kind).label, one) for one in of.facts.categories if one.on(today)],
        "tier": policy.tier_named(of.facts.override_tier) if of.facts.override_tier else None,
    }


async def _all_homes(of: OfEntry) -> dict[int, str]:
    """The names of the homes wished for, also of one that the reader sees nothing else of."""
    if set(of.facts.wishes) <= of.homes.keys() or not of.may("waitlist.apply"):
        return of.homes
    found = await homes_to_wish_for(of.session, of.actor, of.county)
    return {home.id: home.short_name or home.name for home in found} | of.homes


async def _rows(of: OfEntry) -> dict[str, Any]:
    circumstances = await circumstances_of(of.session, of.county, of.entry_id)
    checks = await checks_of(of.session, of.county, of.entry_id)
    users = [*(one.verified_by for one in circumstances), of.facts.override_asked_by, of.facts.override_approved_by]
    return {
        "circumstances": circumstances,
        "checks": [(kind, checks.get(kind)) for kind in CheckKind],
        "users": await users_named(of.session, users),
        "linked": await linked_with(of.session, of.actor.scope("waitlist.see"), of.entry),
        "events": list(reversed(await events_of(of.session, of.actor.scope("waitlist.see"), of.entry_id))),
    }


async def _to_do(of: OfEntry, today: date) -> dict[str, Any]:
    """What is still to be told and checked, and how long there is left for it."""
    notices = await notices_of(of.session, of.county, of.entry_id)
    policy = await rules_now(of, today)
    waits = of.facts.state in (EntryState.SUBMITTED, EntryState.CHECKING)
    results = {kind: row.result for kind, row in (await checks_of(of.session, of.county, of.entry_id)).items()}
    return {
        "untold": [one for one in notices if one.told_at is None],
        "told": [one for one in notices if one.told_at is not None],
        "clock": await check_clock(of, policy.check_working_days, today) if waits else None,
        "unmet": unmet(policy, of.facts, results, today) if waits else [],
        "live": of.facts.state in LIVE,
    }


def _acts(of: OfEntry) -> dict[str, Any]:
    """What may be done now: by the desk, and by the bureau."""
    linked = of.facts.link_no is not None
    desk = [name for name in DESK if (name != "link" or not linked) and (name != "override" or _may_ask(of))]
    if linked:
        desk.append("unlink")
    return {
        "desk_acts": offered(ACTS, of, tuple(desk)) if of.may("waitlist.apply") else [],
        "bureau_acts": offered(REVIEWS, of, BUREAU) if of.may("waitlist.review") else [],
        "may_review": of.may("waitlist.review"),
        "may_apply": of.may("waitlist.apply"),
        "may_approve": of.may("waitlist.override") and of.facts.override_asked_by != of.actor.user_id,
        "may_end": of.may("waitlist.override"),
        "may_accept": of.may("waitlist.review") and of.facts.state in (EntryState.SUBMITTED, EntryState.CHECKING),
    }


def _may_ask(of: OfEntry) -> bool:
    return of.facts.override_tier is None and of.facts.state in LIVE
