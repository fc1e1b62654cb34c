"""What a typed number says while a file is being opened: sex and birth date, and whether the person is known."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fastapi import Response

from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.queries.known import Known, find_known, is_in_city
from app.residents.routes.homing import HOME, EditingHome, OfHome
from app.residents.rules.birthdays import say_age
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.kinds import BirthPrecision, PaperKind
from app.residents.rules.papers import SoundPaper, sound_paper
from app.web.routing import Router
from app.web.templates import render

__all__ = ["Reading", "identity_facts", "read_number", "router"]

router = Router(prefix=HOME)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a number says, or what is wrong with it."""

    fault: str = ""
    suggestion: str = ""
    said: str = ""
    known: Known | None = None
    in_city: bool = False
    sex: str = ""
    born: str = ""


@router.post("/id-readings", name="residents.id_readings.create", access="residents.edit")
async def read_identity(at: EditingHome) -> Response:
    """Fill sex and birth date in from the number typed; nothing is written, and a number is never part of an address."""
    posted = await at.request.form()
    raw: dict[str, Any] = {name: value for name, value in posted.items() if isinstance(value, str)}
    reading = await read_number(at, raw)
    if reading.sex and not raw.get("id_differs"):
        raw |= {"sex": reading.sex, "born": reading.born, "birth_estimated": "", "birth_unknown": ""}
    facts = identity_facts(at, raw, {}, reading)
    return await render(at.request, "residents/elders/_identity.html", institution=at.institution, **facts)


async def read_number(at: OfHome, raw: dict[str, Any]) -> Reading:
    """Read the number of a form as far as it was typed; a blank one says nothing."""
    number, kind = str(raw.get("number") or ""), str(raw.get("paper_kind") or PaperKind.ID_CARD)
    if not number.strip() or kind not in set(PaperKind):
        return Reading()
    today = await business_date(at.session)
    try:
        paper = sound_paper(PaperDraft(PaperKind(kind), number[:40]), today)
    except DomainError as refusal:
        return Reading(fault=refusal.message, suggestion=getattr(refusal, "suggestion", ""))
    known = await find_known(at.session, at.home, paper.kind, paper.number)
    in_city = await is_in_city(at.session, at.home, paper.kind, paper.number)
    return replace(_said(paper, today), known=known, in_city=in_city)


def _said(paper: SoundPaper, today: date) -> Reading:
    card = paper.card
    if card is None:
        return Reading()
    said = _("{kind}：{sex}，{day} 出生，{age}").format(
        kind=paper.kind.label, sex=card.sex.label, day=card.born_on.isoformat(),
        age=say_age(card.born_on, BirthPrecision.DAY, today),
    )  # fmt: skip
    return Reading(said=said, sex=card.sex.value, born=card.born_on.isoformat())


def identity_facts(at: OfHome, raw: dict[str, Any], errors: dict[str, str], reading: Reading) -> dict[str, Any]:
    """What the part of the form draws that a number can fill."""
    return {
        "raw": raw,
        "errors": errors,
        "reading": reading,
        "may_see_known": bool(reading.known and reading.known.here),
    }
