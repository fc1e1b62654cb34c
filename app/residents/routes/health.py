"""Notes on health: new, changed, ended, voided."""

from typing import Any

from fastapi import Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.core.keys import sealer
from app.residents.forms.around import EndForm, HealthForm, ReasonForm
from app.residents.models import HealthNote
from app.residents.queries.around import get_row
from app.residents.queries.file import HealthLine, open_health
from app.residents.routes.filing import (
    PREFIX,
    Act,
    Editing,
    OfFile,
    carry_out,
    end_page,
    form_page,
    record_look,
    void_page,
)
from app.residents.rules.health_codes import codes_of
from app.residents.rules.kinds import HealthKind, Severity
from app.residents.service import health as service
from app.web.deps import RowId
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix=f"{PREFIX}/health-notes")
EDIT, TAB, FORM = "residents.edit", "health", "residents/health_notes/_form.html"


@router.get("/new", name="residents.health_notes.new", access=EDIT)
async def new_note(file: Editing, kind: str = HealthKind.DIAGNOSIS.value) -> Response:
    """The form that keeps one note of a kind."""
    return await _new(file, _kind(kind), Bound(None))


@router.post("", name="residents.health_notes.create", access=EDIT)
async def create_note(file: Editing) -> Response:
    """Keep it."""

    async def keep(form: HealthForm, _bound: Bound[Any]) -> None:
        await service.note_health(file.session, file.actor, file.home, file.elder_id, form.draft())

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _new(file, _kind(bound.raw.get("kind", "")), bound, refusal)

    return await carry_out(file, Act(HealthForm, "residents.health_noted", keep, again, _("已登记健康情况"), TAB))


@router.get("/{note_id}/edit", name="residents.health_notes.edit", access=EDIT)
async def edit_note(file: Editing, note_id: RowId) -> Response:
    """The form that puts a note right."""
    return await _edit(file, note_id, Bound(None))


@router.post("/{note_id}", name="residents.health_notes.update", access=EDIT)
async def update_note(file: Editing, note_id: RowId) -> Response:
    """Put it right."""

    async def change(form: HealthForm, _bound: Bound[Any]) -> None:
        said: dict[str, Any] = {"note_id": note_id, "version": form.version}
        await service.change_health(file.session, file.actor, file.home, file.elder_id, form.draft(), **said)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _edit(file, note_id, bound, refusal)

    act = Act(HealthForm, "residents.health_changed", change, again, _("已改健康记录"), TAB, note_id)
    return await carry_out(file, act)


@router.get("/{note_id}/end", name="residents.health_ends.new", access=EDIT)
async def new_note_end(file: Editing, note_id: RowId) -> Response:
    """The form that asks since when it no longer holds."""
    return await _end(file, note_id, Bound(None))


@router.post("/{note_id}/end", name="residents.health_ends.create", access=EDIT)
async def create_note_end(file: Editing, note_id: RowId) -> Response:
    """End it."""

    async def end(form: EndForm, _bound: Bound[Any]) -> None:
        said: dict[str, Any] = {"on": form.on, "version": form.version}
        await service.end_health(file.session, file.actor, file.home, file.elder_id, note_id, **said)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _end(file, note_id, bound, refusal)

    act = Act(EndForm, "residents.health_ended", end, again, _("已终止，记录留着"), TAB, note_id)
    return await carry_out(file, act)


@router.get("/{note_id}/void", name="residents.health_voids.new", access=EDIT)
async def new_note_void(file: Editing, note_id: RowId) -> Response:
    """The form that asks why a note was never right."""
    return await _void(file, note_id, Bound(None))


@router.post("/{note_id}/void", name="residents.health_voids.create", access=EDIT)
async def create_note_void(file: Editing, note_id: RowId) -> Response:
    """Void it."""

    async def void(form: ReasonForm, _bound: Bound[Any]) -> None:
        await service.void_health(file.session, file.actor, file.home, file.elder_id, note_id, reason=form.reason)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _void(file, note_id, bound, refusal)

    act = Act(ReasonForm, "residents.health_voided", void, again, _("已作废健康记录"), TAB, note_id)
    return await carry_out(file, act)


def _kind(text: str) -> HealthKind:
    return HealthKind(text) if text in list(HealthKind) else HealthKind.DIAGNOSIS


async def _line(file: OfFile, note_id: int) -> HealthLine:
    """Open one note; every form about it shows its words, so the look leaves a line."""
    note = await get_row(file.session, file.home.scope, HealthNote, file.elder_id, note_id)
    await record_look(file, "health")
    return open_health(await sealer(file.session, file.home.county), note)


async def _new(file: OfFile, kind: HealthKind, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    facts: dict[str, Any] = {"action": file.path("residents.health_notes.create"), "version": None, "fresh": True}
    title = _("登记{kind}").format(kind=kind.label)
    return await _form(file, title, bound, refusal, kind=kind, go=title, **facts)


async def _edit(file: OfFile, note_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    line = await _line(file, note_id)
    row = line.row
    if not bound.raw:
        standing = {"code": row.code, "severity": row.severity, "words": line.words, "from_on": row.from_on}
        bound = Bound(None, {}, standing)
    facts: dict[str, Any] = {"action": file.path("residents.health_notes.update", note_id=note_id), "fresh": False}
    title = _("改{kind}").format(kind=row.kind.label)
    return await _form(
        file, title, bound, refusal, kind=row.kind, go=_("保存修改"), version=row.version, **facts
    )  # fmt: skip


async def _form(
    file: OfFile, title: str, bound: Bound[Any], refusal: DomainError | None, *, kind: HealthKind, **facts: Any
) -> Response:
    graded = kind in (HealthKind.ALLERGY, HealthKind.RISK)
    return await form_page(
        file, FORM, title, bound, refusal, tab=TAB, kind=kind, kinds=list(HealthKind), codes=codes_of(kind),
        severities=[(grade.value, grade.label) for grade in Severity] if graded else [], **facts,
    )  # fmt: skip


async def _end(file: OfFile, note_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    line = await _line(file, note_id)
    action = file.path("residents.health_ends.create", note_id=note_id)
    said: dict[str, Any] = {"what": _what(line), "action": action, "tab": TAB, "version": line.row.version}
    return await end_page(file, bound, refusal, **said)


async def _void(file: OfFile, note_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    line = await _line(file, note_id)
    action = file.path("residents.health_voids.create", note_id=note_id)
    return await void_page(file, bound, refusal, what=_what(line), action=action, tab=TAB)


def _what(line: HealthLine) -> str:
    return _("{kind}「{said}」").format(kind=line.row.kind.label, said=line.said)
