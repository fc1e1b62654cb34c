"""Policy categories 人员类别: new, changed, ended, voided."""

from typing import Any

from fastapi import Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.forms.around import CategoryForm, EndForm, ReasonForm
from app.residents.models import ElderCategory
from app.residents.queries.around import get_row
from app.residents.routes.filing import PREFIX, Act, Editing, OfFile, carry_out, end_page, form_page, void_page
from app.residents.rules.kinds import Category
from app.residents.service import categories as service
from app.web.deps import RowId
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix=f"{PREFIX}/categories")
EDIT, TAB, FORM = "residents.edit", "papers", "residents/categories/_form.html"


@router.get("/new", name="residents.categories.new", access=EDIT)
async def new_category(file: Editing) -> Response:
    """The form that puts somebody into a category."""
    return await _new(file, Bound(None))


@router.post("", name="residents.categories.create", access=EDIT)
async def create_category(file: Editing) -> Response:
    """Do so."""

    async def add(form: CategoryForm, bound: Bound[Any]) -> None:
        upload = bound.files.get("evidence")
        await service.add_category(file.session, file.actor, file.home, file.elder_id, form.draft(), upload=upload)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _new(file, bound, refusal)

    return await carry_out(file, Act(CategoryForm, "residents.category_added", add, again, _("已登记人员类别"), TAB))


@router.get("/{category_id}/edit", name="residents.categories.edit", access=EDIT)
async def edit_category(file: Editing, category_id: RowId) -> Response:
    """The form that puts its day or paper right."""
    return await _edit(file, category_id, Bound(None))


@router.post("/{category_id}", name="residents.categories.update", access=EDIT)
async def update_category(file: Editing, category_id: RowId) -> Response:
    """Put it right."""

    async def change(form: CategoryForm, bound: Bound[Any]) -> None:
        said: dict[str, Any] = {"category_id": category_id, "version": form.version}
        said["upload"] = bound.files.get("evidence")
        await service.change_category(file.session, file.actor, file.home, file.elder_id, form.draft(), **said)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _edit(file, category_id, bound, refusal)

    act = Act(CategoryForm, "residents.category_changed", change, again, _("已改人员类别"), TAB, category_id)
    return await carry_out(file, act)


@router.get("/{category_id}/end", name="residents.category_ends.new", access=EDIT)
async def new_category_end(file: Editing, category_id: RowId) -> Response:
    """The form that asks from which day on it no longer holds."""
    return await _end(file, category_id, Bound(None))


@router.post("/{category_id}/end", name="residents.category_ends.create", access=EDIT)
async def create_category_end(file: Editing, category_id: RowId) -> Response:
    """End it."""

    async def end(form: EndForm, _bound: Bound[Any]) -> None:
        said: dict[str, Any] = {"on": form.on, "version": form.version}
        await service.end_category(file.session, file.actor, file.home, file.elder_id, category_id, **said)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _end(file, category_id, bound, refusal)

    act = Act(EndForm, "residents.category_ended", end, again, _("已终止，之前的日子仍按原来的算"), TAB, category_id)
    return await carry_out(file, act)


@router.get("/{category_id}/void", name="residents.category_voids.new", access=EDIT)
async def new_category_void(file: Editing, category_id: RowId) -> Response:
    """The form that asks why it was never right."""
    return await _void(file, category_id, Bound(None))


@router.post("/{category_id}/void", name="residents.category_voids.create", access=EDIT)
async def create_category_void(file: Editing, category_id: RowId) -> Response:
    """Void it."""

    async def void(form: ReasonForm, _bound: Bound[Any]) -> None:
        said = {"reason": form.reason}
        await service.void_category(file.session, file.actor, file.home, file.elder_id, category_id, **said)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _void(file, category_id, bound, refusal)

    act = Act(ReasonForm, "residents.category_voided", void, again, _("已作废人员类别"), TAB, category_id)
    return await carry_out(file, act)


async def _row(file: OfFile, category_id: int) -> ElderCategory:
    return await get_row(file.session, file.home.scope, ElderCategory, file.elder_id, category_id)


async def _new(file: OfFile, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    kinds = [(kind.value, kind.label) for kind in Category if kind is not Category.SOCIAL]
    facts: dict[str, Any] = {"action": file.path("residents.categories.create"), "version": None, "kind": None}
    title = _("登记人员类别")
    return await form_page(file, FORM, title, bound, refusal, tab=TAB, kinds=kinds, go=title, **facts)


async def _edit(file: OfFile, category_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    row = await _row(file, category_id)
    if not bound.raw:
        standing: dict[str, Any] = {"from_on": row.from_on, "document_no": row.document_no}
        bound = Bound(None, {}, standing | {"unverified": "yes" if row.unverified else ""})
    facts: dict[str, Any] = {"action": file.path("residents.categories.update", category_id=category_id)}
    title = _("改{kind}").format(kind=row.kind.label)
    facts |= {"version": row.version, "kind": row.kind, "kinds": [], "go": _("保存修改"), "tab": TAB}
    return await form_page(file, FORM, title, bound, refusal, **facts)


async def _end(file: OfFile, category_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    row = await _row(file, category_id)
    action = file.path("residents.category_ends.create", category_id=category_id)
    said: dict[str, Any] = {"what": row.kind.label, "action": action, "tab": TAB, "version": row.version}
    return await end_page(file, bound, refusal, **said)


async def _void(file: OfFile, category_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    row = await _row(file, category_id)
    action = file.path("residents.category_voids.create", category_id=category_id)
    return await void_page(file, bound, refusal, what=row.kind.label, action=action, tab=TAB)
