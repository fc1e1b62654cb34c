"""Other names of a person 曾用名: new ones, and voided ones."""

from typing import Any

from fastapi import Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.forms.around import ReasonForm
from app.residents.forms.papers import NameForm
from app.residents.queries.elders import get_name
from app.residents.routes.filing import PREFIX, Act, Editing, OfFile, carry_out, form_page, void_page
from app.residents.rules.kinds import NameKind
from app.residents.service import names as service
from app.web.deps import RowId
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix=f"{PREFIX}/names")
EDIT, TAB, FORM = "residents.edit", "papers", "residents/names/_form.html"


@router.get("/new", name="residents.names.new", access=EDIT)
async def new_name(file: Editing) -> Response:
    """The form that adds another name."""
    return await _new(file, Bound(None))


@router.post("", name="residents.names.create", access=EDIT)
async def create_name(file: Editing) -> Response:
    """Add it."""

    async def add(form: NameForm, _bound: Bound[Any]) -> None:
        who = (file.session, file.actor, file.home, file.elder_id)
        await service.add_name(*who, kind=form.kind, name=form.name)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _new(file, bound, refusal)

    return await carry_out(file, Act(NameForm, "residents.name_added", add, again, _("已登记名字"), TAB))


@router.get("/{name_id}/void", name="residents.name_voids.new", access=EDIT)
async def new_name_void(file: Editing, name_id: RowId) -> Response:
    """The form that asks why a name does not count."""
    return await _void(file, name_id, Bound(None))


@router.post("/{name_id}/void", name="residents.name_voids.create", access=EDIT)
async def create_name_void(file: Editing, name_id: RowId) -> Response:
    """Void it."""

    async def void(form: ReasonForm, _bound: Bound[Any]) -> None:
        await service.void_name(file.session, file.actor, file.home, file.elder_id, name_id, reason=form.reason)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _void(file, name_id, bound, refusal)

    act = Act(ReasonForm, "residents.name_voided", void, again, _("已作废名字"), TAB, name_id)
    return await carry_out(file, act)


async def _new(file: OfFile, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    kinds = [(kind.value, kind.label) for kind in NameKind]
    action, title = file.path("residents.names.create"), _("登记其他名字")
    return await form_page(file, FORM, title, bound, refusal, tab=TAB, action=action, kinds=kinds)


async def _void(file: OfFile, name_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    row = await get_name(file.session, file.elder, name_id)
    what = _("{kind}「{name}」").format(kind=row.kind.label, name=row.name)
    action = file.path("residents.name_voids.create", name_id=name_id)
    return await void_page(file, bound, refusal, what=what, action=action, tab=TAB)
