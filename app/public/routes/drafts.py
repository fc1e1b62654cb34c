"""The questions of an application, one to a page. The ticket in the address opens it for two hours, then a code does."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Path, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.errors import DomainError
from app.public.errors import DraftGone
from app.public.forms.answers import FORMS
from app.public.queries.vacancies import vacancies
from app.public.routes.showing import refusal_page
from app.public.rules.questions import Question, after, asked_of, before, first_open
from app.public.service import drafts as service
from app.public.service.drafts import Draft
from app.regions.queries import children_of, names_of
from app.residents.rules.kinds import BirthPrecision, NoIdReason
from app.waitlist.rules.applications import Ability, ForWhom, Situation
from app.web.access import PUBLIC
from app.web.deps import Session
from app.web.forms import Bound, bind, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/open/apply")

Ticket = Annotated[str, Path(min_length=20, max_length=40, pattern="^[A-Za-z0-9_-]+$")]
NEVER_SHOWN = {"id_number"}


@router.get("/form/{ticket}", name="public.drafts.show", access=PUBLIC)
async def show_draft(request: Request, session: Session, ticket: Ticket) -> Response:
    """All answers, to be looked at once more; the first open question where there is one."""
    draft = await _opened(session, ticket)
    if isinstance(draft, DomainError):
        return await _gone(request, draft)
    open_one = first_open(draft.said)
    if open_one is not None:
        return see_other(request, _way(request, ticket, open_one))
    return await _check(request, session, draft)


@router.post("/form/{ticket}", name="public.drafts.hand_in", access=PUBLIC)
async def hand_in_draft(request: Request, session: Session, ticket: Ticket) -> Response:
    """Hand it in, and tell number and PIN this once."""
    draft = await _opened(session, ticket)
    try:
        given = await service.hand_in(session, ticket, None if isinstance(draft, DomainError) else draft)
    except DraftGone as gone:
        return await _gone(request, gone)
    except DomainError as refusal:
        return await refusal_page(request, refusal, back=_way(request, ticket, Question.WISHES))
    return await render(request, "public/apply/done.html", given=given)


@router.post("/form/{ticket}/code", name="public.drafts.code", access=PUBLIC)
async def draw_code(request: Request, session: Session, ticket: Ticket) -> Response:
    """Give the code to come back with."""
    draft = await _opened(session, ticket)
    if isinstance(draft, DomainError):
        return await _gone(request, draft)
    code = await service.draw_code(session, draft)
    return await render(request, "public/apply/code.html", code=code, ticket=ticket)


@router.get("/form/{ticket}/{question}", name="public.drafts.edit", access=PUBLIC)
async def edit_answer(request: Request, session: Session, ticket: Ticket, question: Question) -> Response:
    """One question with its answer so far."""
    draft = await _opened(session, ticket)
    if isinstance(draft, DomainError):
        return await _gone(request, draft)
    return await _question(request, session, draft, question, Bound(None))


@router.post("/form/{ticket}/{question}", name="public.drafts.update", access=PUBLIC)
async def update_answer(request: Request, session: Session, ticket: Ticket, question: Question) -> Response:
    """Keep an answer and go on to the next question, or back to the list of answers."""
    draft = await _opened(session, ticket)
    if isinstance(draft, DomainError):
        return await _gone(request, draft)
    bound: Bound[Any] = bind(FORMS[question], await request.form())
    if bound.values is None:
        return await _question(request, session, draft, question, bound)
    try:
        said = bound.values.into(draft.said, await business_date(session))
        kept = await service.keep(session, draft, said, question)
    except DraftGone as gone:
        return await _gone(request, gone)
    except DomainError as refusal:
        return await _question(
            request, session, draft, question, bound.with_error(refusal.field or "", refusal.message)
        )
    following = after(question, kept.said) if first_open(kept.said) is not None else None
    return see_other(request, _way(request, ticket, following))


async def _opened(session: AsyncSession, ticket: str) -> Draft | DomainError:
    try:
        return await service.open_draft(session, ticket)
    except DraftGone as gone:
        return gone


async def _gone(request: Request, gone: DomainError) -> Response:
    return await refusal_page(request, gone, back=str(request.app.url_path_for("public.applications.new")))


def _way(request: Request, ticket: str, question: Question | None) -> str:
    if question is None:
        return str(request.app.url_path_for("public.drafts.show", ticket=ticket))
    return str(request.app.url_path_for("public.drafts.edit", ticket=ticket, question=question.value))


async def _question(
    request: Request, session: AsyncSession, draft: Draft, question: Question, bound: Bound[Any]
) -> Response:
    order, earlier = asked_of(draft.said), before(question, draft.said)
    back = _way(request, draft.ticket, earlier) if earlier else None
    facts: dict[str, Any] = {
        "question": question, "ticket": draft.ticket, "back": back, "errors": bound.errors,
        "values": _values(draft) | _without_secrets(bound.raw), "has_card": bool(draft.said.id_number),
        "turn": order.index(question) + 1 if question in order else len(order), "turns": len(order),
    }  # fmt: skip
    facts |= await _choices(session, draft, question)
    return await render(request, "public/apply/question.html", status=status_of(bound), **facts)


async def _choices(session: AsyncSession, draft: Draft, question: Question) -> dict[str, Any]:
    """What there is to choose from on the page of a question."""
    if question is Question.TOWN:
        return {"towns": await children_of(session, draft.county, on=await business_date(session))}
    if question is Question.WISHES:
        return {"homes": await vacancies(session, draft.county)}
    lists: dict[Question, Any] = {
        Question.WHO: ForWhom, Question.PAPER: NoIdReason, Question.SITUATION: Situation, Question.ABILITY: Ability,
    }  # fmt: skip
    return {"choices": list(lists.get(question, ()))}


def _values(draft: Draft) -> dict[str, Any]:
    """The answers so far as their fields show them; a number of a card is never written back into a page."""
    said = draft.said
    told = {name: value for name, value in asdict(said).items() if name not in NEVER_SHOWN}
    wishes = (*said.wishes, 0, 0)
    known = said.birth_precision
    return told | {
        "has": "yes" if said.id_number else "no" if said.no_id_reason else "", "town": said.town or 0,
        "first": wishes[0], "second": wishes[1], "answered": said.done,
        "year": said.born_on.year if said.born_on else "",
        "month": said.born_on.month if said.born_on and known in (BirthPrecision.DAY, BirthPrecision.MONTH) else "",
        "day": said.born_on.day if said.born_on and known is BirthPrecision.DAY else "",
        "consent_public": "" if Question.PUBLISH not in said.done else "yes" if said.consent_public else "no",
    }  # fmt: skip


def _without_secrets(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in NEVER_SHOWN}


async def _check(request: Request, session: AsyncSession, draft: Draft) -> Response:
    homes = {home.institution_id: home.name for home in await vacancies(session, draft.county)}
    towns = await names_of(session, {draft.said.town} if draft.said.town else set())
    return await render(
        request, "public/apply/check.html", said=draft.said, ticket=draft.ticket, questions=asked_of(draft.said),
        homes=homes, towns=towns,
    )  # fmt: skip
