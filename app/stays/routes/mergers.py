"""Two files of one person 合并档案: found, held side by side, merged with the consequences in counts, and taken apart."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from app.audit import service as audit
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.queries import search_elders
from app.residents.queries.file import File
from app.residents.rules.birthdays import say_age, say_birth
from app.stays.forms.mergers import MergeForm, UndoMergeForm
from app.stays.queries.merger_view import Side, get_merge, side_of
from app.stays.routes.asking import Asked, first_time, refused, status_of, the_home
from app.stays.service import merging as service
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/elder-mergers")
MERGE = "residents.merge"
Wanted = Annotated[int, Query(ge=0, le=2**63 - 1)]


@router.get("/new", name="stays.mergers.new", access=MERGE)
async def new_merger(
    request: Request,
    institution_id: RowId,
    session: Session,
    actor: CurrentActor,
    *,
    kept: Wanted = 0,
    gone: Wanted = 0,
    q: str = "",
) -> Response:
    """Both files side by side with what will move; or, while one is missing, the search for it."""
    asked = await the_home(request, session, actor, institution_id, MERGE)
    if kept and gone and kept != gone:
        return await _compare(asked, kept, gone, Bound(None))
    return await _find(asked, kept or gone, q)


@router.post("", name="stays.mergers.create", access=MERGE)
async def create_merger(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Make one file of the two."""
    asked = await the_home(request, session, actor, institution_id, MERGE)
    bound = bind(MergeForm, await request.form())
    form = bound.values
    if form is None:
        kept_id, gone_id = (id_in(bound.raw.get(name)) or 0 for name in ("kept_id", "gone_id"))
        return await _compare(asked, kept_id, gone_id, bound)
    try:
        if await first_time(asked, "residents.merged", form):
            pair = {"kept_id": form.kept_id, "gone_id": form.gone_id}
            await service.merge_elders(session, actor, asked.home, **pair, reason=form.reason)
    except DomainError as refusal:
        return await _compare(asked, form.kept_id, form.gone_id, refused(bound, refusal), refusal)
    path = asked.path("residents.elders.show", elder_id=form.kept_id)
    return see_other(request, path, message=_("已合并成一份档案；认错了可以拆开"))


@router.get("/{merge_id}/undoing", name="stays.merger_undoings.new", access=MERGE)
async def new_undoing(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, merge_id: RowId
) -> Response:
    """The form that asks why the two are not one person."""
    asked = await the_home(request, session, actor, institution_id, MERGE)
    return await _undoing(asked, merge_id, Bound(None))


@router.post("/{merge_id}/undoing", name="stays.merger_undoings.create", access=MERGE)
async def create_undoing(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, merge_id: RowId
) -> Response:
    """Take the two apart again."""
    asked = await the_home(request, session, actor, institution_id, MERGE)
    kept_id = (await get_merge(session, asked.home.scope, merge_id)).kept_id
    bound = bind(UndoMergeForm, await request.form())
    form = bound.values
    if form is None:
        return await _undoing(asked, merge_id, bound)
    try:
        if await first_time(asked, "residents.unmerged", form, merge=merge_id):
            await service.unmerge_elders(session, actor, asked.home, merge_id, reason=form.reason)
    except DomainError as refusal:
        return await _undoing(asked, merge_id, refused(bound, refusal), refusal)
    return see_other(request, asked.path("residents.elders.show", elder_id=kept_id), message=_("已拆回两份档案"))


async def _opened(asked: Asked, *elder_ids: int) -> list[Side]:
    """Open files beside each other; whoever holds two against each other has looked at both."""
    home = asked.home
    sides = [await side_of(asked.session, home.scope, home, elder_id) for elder_id in elder_ids]
    await audit.record_view(
        asked.actor, county=home.county, institution_id=home.institution_id, kind="elders", subjects=elder_ids,
        fields=["file", "overview"],
    )  # fmt: skip
    return sides


async def _find(asked: Asked, known_id: int, q: str) -> Response:
    """Search for the other file; one file is known already, or both are still to be found."""
    home = asked.home
    known = (await _opened(asked, known_id))[0] if known_id else None
    found = await search_elders(asked.session, home.scope, q[:40], institution_id=home.institution_id)
    return await render(
        asked.request, "stays/mergers/find.html", institution=asked.institution, known=known, q=q,
        found=[one for one in found if one.id != known_id], path=asked.path("stays.mergers.new"),
    )  # fmt: skip


async def _compare(
    asked: Asked, kept_id: int, gone_id: int, bound: Bound[Any], refusal: DomainError | None = None
) -> Response:
    kept, gone = await _opened(asked, kept_id, gone_id)
    today = await business_date(asked.session)
    lines = [(label, *values) for label, *values in _lines(kept.file, gone.file, today)]
    return await render(
        asked.request, "stays/mergers/new.html", status=status_of(bound, refusal), institution=asked.institution,
        kept=kept, gone=gone, lines=lines, consequences=_consequences(kept, gone), errors=bound.errors, raw=bound.raw,
        swapped=f"{asked.path('stays.mergers.new')}?kept={gone_id}&gone={kept_id}",
    )  # fmt: skip


def _lines(kept: File, gone: File, today: Any) -> list[tuple[str, str, str]]:
    """What the two files say of the same things."""

    def said(file: File) -> tuple[str, ...]:
        elder = file.elder
        card = f"{file.card.kind.label} {file.card.number}" if file.card else _("没有证件")
        age = say_age(elder.born_on, elder.birth_precision, today, elder.died_on)
        birth = _("{day}（{age}）").format(day=say_birth(elder.born_on, elder.birth_precision), age=age)
        died = elder.died_on.isoformat() if elder.died_on else "—"
        return elder.name, elder.sex.label, birth, card, file.phone or "—", elder.ethnicity or "—", died

    words = (_("姓名"), _("性别"), _("出生"), _("证件"), _("电话"), _("民族"), _("去世"))
    return list(zip(words, said(kept), said(gone), strict=True))


def _consequences(kept: Side, gone: Side) -> list[str]:
    """What will happen, in counts."""
    moved = _("、").join(_("{what} {count} 条").format(what=what, count=count) for what, count in gone.said)
    said = [
        _("保留 {name} 的档案（建档 {day}）").format(name=kept.elder.name, day=f"{kept.elder.recorded_at:%Y-%m-%d}")
    ]
    said.append(_("移过来：{moved}").format(moved=moved) if moved else _("另一份里没有要移的记录"))
    if kept.elder.name != gone.elder.name:
        said.append(_("「{name}」也记在档案里，按这个名字能找到").format(name=gone.elder.name))
    said.append(_("另一份档案只供查看，不再出现在名单里；认错了，以后可以拆开"))
    return said


async def _undoing(asked: Asked, merge_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    home = asked.home
    merge = await get_merge(asked.session, home.scope, merge_id)
    kept, gone = await _opened(asked, merge.kept_id, merge.gone_id)
    back = sum(len(ids) for ids in merge.moved.values() if isinstance(ids, list))
    return await render(
        asked.request, "stays/mergers/undoing.html", status=status_of(bound, refusal), institution=asked.institution,
        merge_id=merge_id, kept=kept, gone=gone, back=back, merged_at=merge.merged_at, reason=merge.reason,
        errors=bound.errors, raw=bound.raw,
    )  # fmt: skip
