"""The two lists: a county's for who runs it, a home's for who gives its beds out. Nothing sorts them but the rules."""

from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date
from app.institutions.queries import homes_in
from app.waitlist.errors import CountyNotFound
from app.waitlist.forms.lists import ListAsk, Show
from app.waitlist.queries.intakes import intakes_of
from app.waitlist.routes.asking import OfList, SeeingHome, list_of_county
from app.waitlist.routes.explaining import why_open
from app.waitlist.routes.listing import Listed, listed
from app.waitlist.routes.words import policy_said
from app.web.deps import CurrentActor, Session
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router()
BACK_DAYS = 90
CHIPS = (Show.ALL, Show.MATCHED, Show.OFFERED, Show.UNREADY, Show.DEFERRED)
RARE_CHIPS = (Show.CONFIRM, Show.OVERRIDE)
"""Shown only where there is something behind them."""


@router.get("/waitlist", name="waitlist.county.show", access="waitlist.see")
async def show_county(request: Request, session: Session, actor: CurrentActor) -> Response:
    """The order of a county; who has single homes only is led to the first of them."""
    try:
        of = await list_of_county(request, session, actor)
    except CountyNotFound:
        homes = await homes_in(session, actor.scope("waitlist.see"))
        if not homes or request.query_params.get("county"):
            raise
        return see_other(request, str(request.app.url_path_for("waitlist.home.show", institution_id=homes[0].id)))
    return await _page(of)


@router.get("/institutions/{institution_id}/waitlist", name="waitlist.home.show", access="waitlist.see")
async def show_home(of: SeeingHome) -> Response:
    """The order of those who wish for one home."""
    return await _page(of)


async def _page(of: OfList) -> Response:
    today = await business_date(of.session)
    ask = ListAsk.read(of.request.query_params, today)
    shown = await listed(of, ask)
    return await render(
        of.request, "waitlist/lists/show.html", of=of, list=shown, ask=shown.ask, chips=_chips(of, shown), back=BACK_DAYS,
        why=await why_open(of, shown.ranking, ask.why, shown.beds) if ask.why else None, rules=policy_said(shown.policy),
        may=_may(of), homes=await _homes(of, shown), institution=of.institution, online=await _online(of),
    )  # fmt: skip


def _chips(of: OfList, shown: Listed) -> list[tuple[str, str, bool]]:
    ask = shown.ask
    wanted = [*CHIPS, *(show for show in RARE_CHIPS if shown.counts[show] or ask.show is show)]
    if ask.is_past:
        wanted = [Show.ALL, Show.OFFERED, Show.DEFERRED]
    if ask.show not in wanted:
        wanted.append(ask.show)
    return [
        (f"{show.label} {shown.counts[show]}", of.here + ask.query(show=show, page=None), ask.show is show)
        for show in wanted
    ]


def _may(of: OfList) -> dict[str, bool]:
    return {
        "apply": of.may("waitlist.apply"),
        "offer": of.may("offers.make"),
        "rule": of.actor.scope("waitlist.rule").covers(of.county, None),
        "review": of.may("waitlist.review"),
    }


async def _online(of: OfList) -> int:
    """How many families have handed in online and wait to be taken up."""
    if not of.may("waitlist.apply"):
        return 0
    return len(await intakes_of(of.session, of.scope, of.county, home=of.home_id))


async def _homes(of: OfList, shown: Listed) -> list[tuple[Any, int]]:
    """The homes of the county with how many wish for each, for who looks at all of them."""
    if of.institution is not None:
        return []
    wished: dict[int, int] = {}
    for line in shown.ranking:
        for home in line.facts.wishes:
            wished[home] = wished.get(home, 0) + 1
    homes = await homes_in(of.session, of.scope)
    return [(home, wished.get(home.id, 0)) for home in homes if home.closed_on is None or wished.get(home.id)]
