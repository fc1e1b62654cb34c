"""Elders who belong together: found by name, related, and taken back."""

from typing import Any

from fastapi import Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.forms.around import ReasonForm, RelationForm
from app.residents.queries import search_elders
from app.residents.queries.around import get_relation, relations_of
from app.residents.routes.filing import PREFIX, Act, Editing, OfFile, carry_out, form_page, void_page
from app.residents.rules.kinds import RelationKind
from app.residents.service import relations as service
from app.web.deps import RowId
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix=f"{PREFIX}/relations")
EDIT, TAB, FORM = "residents.edit", "contacts", "residents/relations/_form.html"


@router.get("/new", name="residents.relations.new", access=EDIT)
async def new_relation(file: Editing, q: str = "") -> Response:
    """The form that finds another elder of the home and says what they are to this one."""
    return await _new(file, q, Bound(None))


@router.post("", name="residents.relations.create", access=EDIT)
async def create_relation(file: Editing) -> Response:
    """Relate the two; when this one is the child, the other stands first."""

    async def relate(form: RelationForm, _bound: Bound[Any]) -> None:
        pair = (form.other_id, file.elder_id) if form.child else (file.elder_id, form.other_id)
        await service.relate(file.session, file.actor, file.home, *pair, kind=form.kind)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _new(file, str(bound.raw.get("q", "")), bound, refusal)

    return await carry_out(file, Act(RelationForm, "residents.related", relate, again, _("已登记亲属关系"), TAB))


@router.get("/{relation_id}/void", name="residents.relation_voids.new", access=EDIT)
async def new_relation_void(file: Editing, relation_id: RowId) -> Response:
    """The form that asks why two do not belong together."""
    return await _void(file, relation_id, Bound(None))


@router.post("/{relation_id}/void", name="residents.relation_voids.create", access=EDIT)
async def create_relation_void(file: Editing, relation_id: RowId) -> Response:
    """Take it back."""

    async def void(form: ReasonForm, _bound: Bound[Any]) -> None:
        said = {"reason": form.reason}
        await service.void_relation(file.session, file.actor, file.home, file.elder_id, relation_id, **said)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _void(file, relation_id, bound, refusal)

    act = Act(ReasonForm, "residents.relation_voided", void, again, _("已作废亲属关系"), TAB, relation_id)
    return await carry_out(file, act)


async def _new(file: OfFile, asked: str, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    home = file.home
    found = await search_elders(file.session, home.scope, asked[:40], institution_id=home.institution_id)
    facts: dict[str, Any] = {
        "tab": TAB, "action": file.path("residents.relations.create"), "here": file.path("residents.relations.new"),
        "q": asked, "found": [one for one in found if one.id != file.elder_id],
        "kinds": [(kind.value, kind.label) for kind in RelationKind],
    }  # fmt: skip
    return await form_page(file, FORM, _("登记院内亲属"), bound, refusal, **facts)


async def _void(file: OfFile, relation_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    if refusal is None:
        await get_relation(file.session, file.home.scope, file.elder_id, relation_id)
    lines = await relations_of(file.session, file.home.scope, file.elder_id)
    line = next((one for one in lines if one.id == relation_id), None)
    what = _("与{name}的关系（{kind}）").format(name=line.name, kind=line.said) if line else _("这条关系")
    action = file.path("residents.relation_voids.create", relation_id=relation_id)
    return await void_page(file, bound, refusal, what=what, action=action, tab=TAB)
