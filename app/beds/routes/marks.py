"""Certifying beds, one or many with a preview, ending marks and voiding those that were wrong."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from app.beds import queries, service
from app.beds.errors import MarkNotFound
from app.beds.forms.marks import EndMarksForm, MarkForm, VoidMarksForm
from app.beds.routes.answering import answer_act
from app.beds.routes.asking import Asked, changes_said, first_time, ids_of, picked, refused, status_of, the_home
from app.beds.rules.kinds import MarkKind
from app.beds.rules.labels import natural_key, say_labels
from app.beds.service import Paper
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")


@router.get("/marks/new", name="beds.marks.new", access="beds.mark")
async def new_mark(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The form that certifies one bed or many."""
    asked = await the_home(request, session, actor, institution_id, "beds.mark")
    return await _mark_form(asked, picked(request), Bound(None))


@router.post("/marks", name="beds.marks.create", access="beds.mark")
async def create_mark(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Certify them, all or none. Of many beds the first answer shows what each would meet."""
    asked = await the_home(request, session, actor, institution_id, "beds.mark")
    bound = bind(MarkForm, await request.form())
    form = bound.values
    if form is None:
        return await _mark_form(asked, ids_of(",".join(bound.raw.get("bed_ids", []))), bound)
    if len(form.bed_ids) > 1 and not form.seen:
        return await _preview(asked, form, bound)
    paper = Paper(form.basis, form.document_no, form.certified_on, form.expires_on)
    try:
        if await first_time(asked, "beds.marked", form):
            said: dict[str, Any] = {"kind": form.kind, "from_on": form.from_on, "replace": form.replace}
            upload = bound.files.get("evidence")
            await service.mark_beds(session, actor, asked.home, form.bed_ids, paper=paper, upload=upload, **said)
    except DomainError as refusal:
        return await _mark_form(asked, form.bed_ids, refused(bound, refusal), refusal)
    names = await queries.names_on(session, asked.home.scope, form.bed_ids, form.from_on)
    message = _("已认定 {beds} 为{kind}").format(beds=say_labels(names.values()), kind=form.kind.label)
    return await answer_act(asked, form.bed_ids[0], message)


@router.get("/mark-ends/new", name="beds.mark_ends.new", access="beds.mark")
async def new_mark_end(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The form that ends marks."""
    asked = await the_home(request, session, actor, institution_id, "beds.mark")
    return await _marks_form(asked, picked(request, "marks"), "mark_ends", Bound(None))


@router.post("/mark-ends", name="beds.mark_ends.create", access="beds.mark")
async def create_mark_end(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """End them."""
    asked = await the_home(request, session, actor, institution_id, "beds.mark")
    bound = bind(EndMarksForm, await request.form())
    form = bound.values
    if form is None:
        return await _marks_form(asked, ids_of(",".join(bound.raw.get("mark_ids", []))), "mark_ends", bound)
    try:
        if await first_time(asked, "beds.mark_ended", form):
            versions = {form.mark_ids[0]: form.version} if form.version and len(form.mark_ids) == 1 else {}
            await service.end_marks(session, actor, asked.home, form.mark_ids, on=form.on, versions=versions)
    except DomainError as refusal:
        return await _marks_form(asked, form.mark_ids, "mark_ends", refused(bound, refusal), refusal)
    return await answer_act(asked, await _bed_of(asked, form.mark_ids), _("已终止认定"))


@router.get("/mark-voids/new", name="beds.mark_voids.new", access="beds.mark")
async def new_mark_void(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The form that asks why marks were never right."""
    asked = await the_home(request, session, actor, institution_id, "beds.mark")
    return await _marks_form(asked, picked(request, "marks"), "mark_voids", Bound(None))


@router.post("/mark-voids", name="beds.mark_voids.create", access="beds.mark")
async def create_mark_void(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Void them; the rows stay with the reason."""
    asked = await the_home(request, session, actor, institution_id, "beds.mark")
    bound = bind(VoidMarksForm, await request.form())
    form = bound.values
    if form is None:
        return await _marks_form(asked, ids_of(",".join(bound.raw.get("mark_ids", []))), "mark_voids", bound)
    bed_id = await _bed_of(asked, form.mark_ids)
    try:
        if await first_time(asked, "beds.mark_voided", form):
            await service.void_marks(session, actor, asked.home, form.mark_ids, reason=form.reason)
    except DomainError as refusal:
        return await _marks_form(asked, form.mark_ids, "mark_voids", refused(bound, refusal), refusal)
    return await answer_act(asked, bed_id, _("已作废认定"))


async def _bed_of(asked: Asked, mark_ids: Sequence[int]) -> int:
    marks = await queries.get_marks(asked.session, asked.home.scope, asked.home.institution_id, mark_ids[:1])
    return marks[0].bed_id


async def _preview(asked: Asked, form: MarkForm, bound: Bound[Any]) -> Response:
    """What each bed would meet; nothing is written yet."""
    lines = await queries.preview_marks(asked.session, asked.home.scope, form.bed_ids, form.kind, form.from_on)
    return await render(
        asked.request, "beds/marks/preview.html", institution=asked.institution, lines=lines, kind=form.kind,
        form=form, raw=bound.raw, new=[line for line in lines if line.standing is None],
        standing=[line for line in lines if line.standing is not None],
    )  # fmt: skip


async def _mark_form(
    asked: Asked, bed_ids: Sequence[int], bound: Bound[Any], refusal: DomainError | None = None
) -> Response:
    today = await business_date(asked.session)
    names = await queries.names_on(asked.session, asked.home.scope, bed_ids, today)
    template = "beds/marks/_panel.html" if is_partial(asked.request) else "beds/marks/new.html"
    return await render(
        asked.request,
        template,
        status=status_of(bound, refusal),
        institution=asked.institution,
        beds=dict(sorted(names.items(), key=lambda pair: natural_key(pair[1]))),
        said=say_labels(names.values()),
        kinds=[(kind.value, kind.label) for kind in MarkKind],
        errors=bound.errors,
        raw=bound.raw,
    )


async def _marks_form(
    asked: Asked, mark_ids: Sequence[int], form: str, bound: Bound[Any], refusal: DomainError | None = None
) -> Response:
    home = asked.home
    marks = await queries.get_marks(asked.session, home.scope, home.institution_id, mark_ids)
    if not marks:
        raise MarkNotFound(_("没有选中要办的认定。请在床位图上点开一张床，从它的认定里选"))
    names = await queries.names_on(
        asked.session, home.scope, [mark.bed_id for mark in marks], await business_date(asked.session)
    )
    template = f"beds/{form}/_panel.html" if is_partial(asked.request) else f"beds/{form}/new.html"
    return await render(
        asked.request,
        template,
        status=status_of(bound, refusal),
        institution=asked.institution,
        marks=marks,
        said=say_labels(names.values()),
        kinds=_("、").join(dict.fromkeys(mark.kind.label for mark in marks)),
        errors=bound.errors,
        raw=bound.raw,
        changes=await changes_said(asked, refusal),
        version=getattr(refusal, "version", marks[0].version if len(marks) == 1 else None),
    )
