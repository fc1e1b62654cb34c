"""Changing a person's own lines; two people who do so see both values."""

from typing import Any

from fastapi import Response

from app.audit import service as audit
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.identity import mask_phone
from app.core.keys import sealer
from app.residents import service
from app.residents.forms.elders import EditElderForm
from app.residents.queries.elders import get_elder, papers_of
from app.residents.routes.elders import choices
from app.residents.routes.filing import PREFIX, Editing, OfFile, changes_said, record_look
from app.residents.routes.identity import Reading
from app.residents.rules.births import write_birth
from app.residents.rules.kinds import BirthPrecision
from app.residents.rules.papers import CARDS
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=PREFIX)


@router.get("/edit", name="residents.elders.edit", access="residents.edit")
async def edit_elder(file: Editing) -> Response:
    """The form with the person's own lines; sealed ones are read, so the look leaves a line."""
    await record_look(file, "address", "notes")
    return await _edit_page(file, Bound(None))


@router.post("", name="residents.elders.update", access="residents.edit")
async def update_elder(file: Editing) -> Response:
    """Keep what was changed, the photo with it."""
    bound = bind(EditElderForm, await file.request.form())
    form = bound.values
    if form is None:
        return await _edit_page(file, bound)
    try:
        await _keep(file, form, bound.files.get("photo"))
    except DomainError as refusal:
        return await _edit_page(file, refused(bound, refusal), refusal)
    return see_other(file.request, file.path("residents.elders.show"), message=_("已保存资料"))


async def _keep(file: OfFile, form: EditElderForm, photo: Any) -> None:
    """Keep the lines and the photo; the same tap again is not done again."""
    body = form.model_dump(mode="json", exclude={"tap_id"}) | {"home": file.home.institution_id, "elder": file.elder_id}
    claim: dict[str, Any] = {"tap_id": form.tap_id, "action": "residents.change", "body": body}
    if not await audit.first_time(file.session, file.actor, county=file.home.county, **claim):
        return
    where = (file.session, file.actor, file.home, file.elder_id)
    await service.change_file(*where, form.draft(), version=form.version)
    if photo is not None or form.no_photo:
        await service.keep_photo(*where, photo)


async def _edit_page(file: OfFile, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    # A refusal has expired the row.
    elder = await get_elder(file.session, file.home.scope, file.home, file.elder_id)
    keys = await sealer(file.session, elder.county) if elder.phone or elder.address or elder.notes else None
    opened = {
        name: keys.open("elders", name, elder.seal, sealed) if keys and (sealed := getattr(elder, name)) else ""
        for name in ("phone", "address", "notes")
    }
    raw = bound.raw or _lines(elder) | {"address": opened["address"], "notes": opened["notes"]}
    papers = await papers_of(file.session, elder)
    code = str(raw.get("hukou_region") or "")
    return await render(
        file.request, "residents/elders/edit.html",
        status=status_of(bound, refusal), raw=raw, errors=bound.errors,
        changes=await changes_said(file, refusal), version=getattr(refusal, "version", raw.get("version") or elder.version),
        phone_kept=mask_phone(opened["phone"]) if opened["phone"] else "", reading=Reading(), may_see_known=False,
        has_card=any(paper.kind in CARDS for paper in papers), has_paper=bool(papers),
        photo_here=elder.institution_id == file.home.institution_id, photo_id=elder.photo_id,
        hukou_region=int(code) if code.isdecimal() and len(code) <= 9 else None, **file.facts, **choices(),
    )  # fmt: skip


def _lines(elder: Any) -> dict[str, Any]:
    """The person's lines as the form takes them."""
    said = ("name", "name_note", "sex", "birthday_calendar", "lunar_month", "lunar_day", "ethnicity", "hukou_region",
            "hukou_kind", "no_id_reason")  # fmt: skip
    return {name: getattr(elder, name) for name in said} | {
        "born": write_birth(elder.born_on, elder.birth_precision),
        "birth_estimated": elder.birth_precision is BirthPrecision.ESTIMATED,
        "birth_unknown": elder.birth_precision is BirthPrecision.UNKNOWN,
        "lunar_leap": elder.lunar_leap,
    }
