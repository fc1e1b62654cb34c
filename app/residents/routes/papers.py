"""Papers of a person and their other names: new ones, and voided ones. A number is corrected by a new paper."""

from typing import Any

from fastapi import Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.forms.around import ReasonForm
from app.residents.forms.papers import PaperForm
from app.residents.queries.elders import get_paper
from app.residents.routes.filing import PREFIX, Act, Editing, OfFile, carry_out, form_page, void_page
from app.residents.rules.kinds import PaperKind
from app.residents.service import papers as service
from app.web.deps import RowId
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix=f"{PREFIX}/papers")
EDIT, TAB, FORM = "residents.edit", "papers", "residents/papers/_form.html"


@router.get("/new", name="residents.papers.new", access=EDIT)
async def new_paper(file: Editing) -> Response:
    """The form that adds a paper."""
    return await _new(file, Bound(None))


@router.post("", name="residents.papers.create", access=EDIT)
async def create_paper(file: Editing) -> Response:
    """Add it."""

    async def add(form: PaperForm, _bound: Bound[Any]) -> None:
        said = {"id_differs": form.id_differs}
        await service.add_paper(file.session, file.actor, file.home, file.elder_id, form.draft(), **said)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _new(file, bound, refusal)

    return await carry_out(file, Act(PaperForm, "residents.paper_added", add, again, _("已登记证件"), TAB))


@router.get("/{paper_id}/void", name="residents.paper_voids.new", access=EDIT)
async def new_paper_void(file: Editing, paper_id: RowId) -> Response:
    """The form that asks why a paper does not count."""
    return await _void(file, paper_id, Bound(None))


@router.post("/{paper_id}/void", name="residents.paper_voids.create", access=EDIT)
async def create_paper_void(file: Editing, paper_id: RowId) -> Response:
    """Void it."""

    async def void(form: ReasonForm, _bound: Bound[Any]) -> None:
        await service.void_paper(file.session, file.actor, file.home, file.elder_id, paper_id, reason=form.reason)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _void(file, paper_id, bound, refusal)

    act = Act(ReasonForm, "residents.paper_voided", void, again, _("已作废证件"), TAB, paper_id)
    return await carry_out(file, act)


async def _new(file: OfFile, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    kinds = [(kind.value, kind.label) for kind in PaperKind]
    action, title = file.path("residents.papers.create"), _("登记证件")
    return await form_page(file, FORM, title, bound, refusal, tab=TAB, action=action, kinds=kinds)


async def _void(file: OfFile, paper_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    paper = await get_paper(file.session, file.elder, paper_id)
    action = file.path("residents.paper_voids.create", paper_id=paper_id)
    return await void_page(file, bound, refusal, what=paper.kind.label, action=action, tab=TAB)
