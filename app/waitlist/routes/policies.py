"""Rules of a county: what holds and on what ground, writing others, trying them on today's list, publishing them."""

from datetime import date
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.waitlist import service
from app.waitlist.errors import FaultyPolicy, PolicyNotFound
from app.waitlist.forms.policies import PolicyForm, VoidForm, raw_of
from app.waitlist.presets import preset_named, presets_for
from app.waitlist.queries import get_policy, policies_of, policy_numbered, policy_on, switches_of
from app.waitlist.routes.asking import CountyAsked, first_time, the_county
from app.waitlist.routes.trying import say_fault, tried
from app.waitlist.routes.words import policy_said
from app.waitlist.rules.answers import RefusalReason
from app.waitlist.rules.drafts import PolicyDraft
from app.waitlist.rules.policy import LAST_KEYS, Key, Policy
from app.waitlist.rules.saying import atoms_known, say_condition
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/waitlist/policies")
SEE, RULE = "waitlist.see", "waitlist.rule"


@router.get("", name="waitlist.policies.index", access=SEE)
async def list_policies(request: Request, session: Session, actor: CurrentActor, county: str = "") -> Response:
    """What holds today, what was published for later and earlier, and which homes give their beds out by the list."""
    here = await the_county(session, actor, county, SEE, whole=False)
    today = await business_date(session)
    policy = await policy_on(session, here.code, today)
    return await render(
        request, "waitlist/policies/index.html", county=here, policy=policy, rules=policy_said(policy), on=today,
        lines=await policies_of(session, here.code), switches=await switches_of(session, here.code),
        presets=presets_for(here.code), may_rule=actor.scope(RULE).covers(here.code, None), **_shown(policy),
    )  # fmt: skip


@router.get("/new", name="waitlist.policies.new", access=RULE)
async def new_policy(
    request: Request, session: Session, actor: CurrentActor, county: str = "", base: str = ""
) -> Response:
    """The form, filled from a preset or from a policy that was published."""
    here = await the_county(session, actor, county, RULE)
    return await _form(request, session, here, base=base, bound=Bound(None))


@router.post("/trials", name="waitlist.policy_trials.create", access=RULE)
async def try_policy(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Whose place would change under these rules: shown before anything is published, nothing is written."""
    bound = bind(PolicyForm, await request.form())
    here = await the_county(session, actor, bound.raw.get("county"), RULE)
    form = bound.values
    if form is None:
        return await _form(request, session, here, base=str(bound.raw.get("base", "")), bound=bound)
    try:
        new = service.sound_policy(form.rules(await _base(session, here.code, form.base)))
        trial = await tried(session, actor, here.code, new, form.from_on)
    except DomainError as refusal:
        return await _form(request, session, here, base=form.base, bound=_faults(bound, refusal))
    return await render(
        request, "waitlist/policies/trial.html", county=here, form=form, trial=trial, raw=bound.raw, errors={}
    )


@router.post("/drafts", name="waitlist.policy_drafts.create", access=RULE)
async def back_to_draft(request: Request, session: Session, actor: CurrentActor) -> Response:
    """The form again, with what was typed, after a look at the trial."""
    bound = bind(PolicyForm, await request.form())
    here = await the_county(session, actor, bound.raw.get("county"), RULE)
    return await _form(request, session, here, base=str(bound.raw.get("base", "")), bound=Bound(None, {}, bound.raw))


@router.post("", name="waitlist.policies.create", access=RULE)
async def create_policy(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Publish the rules; every family whose place they change is to be told."""
    bound = bind(PolicyForm, await request.form())
    here = await the_county(session, actor, bound.raw.get("county"), RULE)
    form = bound.values
    if form is None:
        return await _form(request, session, here, base=str(bound.raw.get("base", "")), bound=bound)
    try:
        if await first_time(session, actor, "waitlist.publish", form, here.code):
            await service.publish_policy(session, actor, here.code, await _draft(session, here.code, form))
    except DomainError as refusal:
        return await _form(request, session, here, base=form.base, bound=_faults(bound, refusal))
    back = request.app.url_path_for("waitlist.policies.index")
    return see_other(request, back, message=_("已公布轮候规则"), county=str(here.code))


@router.get("/{policy_id}/void", name="waitlist.policy_voids.new", access=RULE)
async def new_void(request: Request, session: Session, actor: CurrentActor, policy_id: RowId) -> Response:
    """Ask why rules are taken back."""
    return await _void(request, session, actor, policy_id, Bound(None))


@router.post("/{policy_id}/void", name="waitlist.policy_voids.create", access=RULE)
async def create_void(request: Request, session: Session, actor: CurrentActor, policy_id: RowId) -> Response:
    """Take back rules under which no day is over."""
    row = await get_policy(session, actor.scope(RULE), policy_id)
    county, bound = row.county, bind(VoidForm, await request.form())
    form = bound.values
    if form is None:
        return await _void(request, session, actor, policy_id, bound)
    try:
        if await first_time(session, actor, "waitlist.unpublish", form, county, policy=policy_id):
            await service.void_policy(session, actor, policy_id, reason=form.reason)
    except DomainError as refusal:
        return await _void(request, session, actor, policy_id, refused(bound, refusal))
    back = request.app.url_path_for("waitlist.policies.index")
    return see_other(request, back, message=_("已作废这份规则"), county=str(county))


@router.get("/{county}/{no}", name="waitlist.policies.show", access=SEE)
async def show_policy(request: Request, session: Session, actor: CurrentActor, county: int, no: int) -> Response:
    """The rules in full, as every home of the county may read them."""
    here = await the_county(session, actor, str(county), SEE, whole=False)
    policy = await policy_numbered(session, here.code, no)
    return await render(
        request, "waitlist/policies/show.html", county=here, policy=policy, rules=policy_said(policy), **_shown(policy)
    )


def _shown(policy: Policy) -> dict[str, Any]:
    """What of a policy is said in words."""
    marks = {mark.key: mark.words for mark in policy.unverified}
    return {
        "tiers": [(tier, say_condition(tier.when), marks.get(f"tiers.{tier.number}")) for tier, _test in policy.tests],
        "marks": marks,
    }


async def _base(session: AsyncSession, county: int, asked: str) -> Policy:
    """The rules to begin from: a preset by its code, a published policy by its number, else what holds today."""
    kind, _colon, name = asked.partition(":")
    if kind == "preset":
        return preset_named(name)
    if kind == "policy" and name.isdecimal():
        return await policy_numbered(session, county, int(name))
    if asked:
        raise PolicyNotFound
    return await policy_on(session, county, await business_date(session))


async def _draft(session: AsyncSession, county: int, form: PolicyForm) -> PolicyDraft:
    preset = form.base.removeprefix("preset:") if form.base.startswith("preset:") else ""
    return PolicyDraft(
        title=form.title, source=form.source, rules=form.rules(await _base(session, county, form.base)),
        from_on=form.from_on, document_no=form.document_no, preset=preset, unverified=form.unverified,
    )  # fmt: skip


def _faults(bound: Bound[Any], refusal: DomainError) -> Bound[Any]:
    """Put each fault of the rules into the summary."""
    if isinstance(refusal, FaultyPolicy):
        return Bound(None, {f"fault-{n}": say_fault(one) for n, one in enumerate(refusal.faults)}, bound.raw)
    return refused(bound, refusal)


async def _form(
    request: Request, session: AsyncSession, here: CountyAsked, *, base: str, bound: Bound[Any]
) -> Response:
    policy = await _base(session, here.code, base)
    today: date = await business_date(session)
    raw = bound.raw or raw_of(policy) | {"from_on": today, "document_no": ""}
    return await render(
        request, "waitlist/policies/new.html", status=status_of(bound), county=here, base=base, policy=policy, raw=raw,
        errors=bound.errors, keys=[(str(key), key.label) for key in Key if key not in LAST_KEYS],
        reasons=[(str(one), one.label) for one in RefusalReason if one is not RefusalReason.NOT_REACHED],
        words=list(atoms_known()),
    )  # fmt: skip


async def _void(request: Request, session: AsyncSession, actor: Any, policy_id: int, bound: Bound[Any]) -> Response:
    row = await get_policy(session, actor.scope(RULE), policy_id)
    return await render(
        request, "waitlist/policies/void.html", status=status_of(bound), row=row, errors=bound.errors, raw=bound.raw
    )
