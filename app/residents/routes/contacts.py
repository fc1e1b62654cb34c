"""The people to reach about an elder: new, changed, called earlier, voided."""

from typing import Any

from fastapi import Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.core.keys import sealer
from app.residents.forms.around import ContactForm, ReasonForm, TapForm
from app.residents.models import Contact
from app.residents.queries.around import get_row
from app.residents.queries.file import ContactLine, open_contact
from app.residents.routes.filing import PREFIX, Act, Editing, OfFile, carry_out, form_page, record_look, void_page
from app.residents.rules.kinds import GuardianBasis, Relation
from app.residents.service import contacts as service
from app.web.deps import RowId
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix=f"{PREFIX}/contacts")
EDIT, TAB, FORM = "residents.edit", "contacts", "residents/contacts/_form.html"


@router.get("/new", name="residents.contacts.new", access=EDIT)
async def new_contact(file: Editing) -> Response:
    """The form that adds somebody to reach."""
    return await _new(file, Bound(None))


@router.post("", name="residents.contacts.create", access=EDIT)
async def create_contact(file: Editing) -> Response:
    """Add them."""

    async def add(form: ContactForm, bound: Bound[Any]) -> None:
        upload = bound.files.get("evidence")
        await service.add_contact(file.session, file.actor, file.home, file.elder_id, form.draft(), upload=upload)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _new(file, bound, refusal)

    return await carry_out(file, Act(ContactForm, "residents.contact_added", add, again, _("已登记联系人"), TAB))


@router.get("/{contact_id}/edit", name="residents.contacts.edit", access=EDIT)
async def edit_contact(file: Editing, contact_id: RowId) -> Response:
    """The form that changes what is known of them; the phone stands whole in it, so the look leaves a line."""
    await record_look(file, "contact_form")
    return await _edit(file, contact_id, Bound(None))


@router.post("/{contact_id}", name="residents.contacts.update", access=EDIT)
async def update_contact(file: Editing, contact_id: RowId) -> Response:
    """Change it."""

    async def change(form: ContactForm, bound: Bound[Any]) -> None:
        said: dict[str, Any] = {"contact_id": contact_id, "version": form.version}
        said["upload"] = bound.files.get("evidence")
        await service.change_contact(file.session, file.actor, file.home, file.elder_id, form.draft(), **said)

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _edit(file, contact_id, bound, refusal)

    act = Act(ContactForm, "residents.contact_changed", change, again, _("已改联系人"), TAB, contact_id)
    return await carry_out(file, act)


@router.get("/{contact_id}/void", name="residents.contact_voids.new", access=EDIT)
async def new_contact_void(file: Editing, contact_id: RowId) -> Response:
    """The form that asks why somebody is no longer to be reached."""
    return await _void(file, contact_id, Bound(None))


@router.post("/{contact_id}/void", name="residents.contact_voids.create", access=EDIT)
async def create_contact_void(file: Editing, contact_id: RowId) -> Response:
    """Take them out of use."""

    async def void(form: ReasonForm, _bound: Bound[Any]) -> None:
        await service.void_contact(
            file.session, file.actor, file.home, file.elder_id, contact_id, reason=form.reason
        )  # fmt: skip

    async def again(bound: Bound[Any], refusal: DomainError | None) -> Response:
        return await _void(file, contact_id, bound, refusal)

    act = Act(ReasonForm, "residents.contact_voided", void, again, _("已作废联系人"), TAB, contact_id)
    return await carry_out(file, act)


@router.post("/{contact_id}/place", name="residents.contact_places.create", access=EDIT)
async def create_contact_place(file: Editing, contact_id: RowId) -> Response:
    """Let them be called one place earlier."""

    async def place(_form: TapForm, _bound: Bound[Any]) -> None:
        await service.place_contact(file.session, file.actor, file.home, file.elder_id, contact_id)

    async def again(_bound: Bound[Any], _refusal: DomainError | None) -> Response:
        return file.back(TAB, _("先后没有变，请刷新后再试"))

    act = Act(TapForm, "residents.contacts_ordered", place, again, _("已提前一位"), TAB, contact_id)
    return await carry_out(file, act)


async def _line(file: OfFile, contact_id: int) -> ContactLine:
    contact = await get_row(file.session, file.home.scope, Contact, file.elder_id, contact_id)
    return open_contact(await sealer(file.session, file.home.county), contact, whole=True)


async def _new(file: OfFile, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    action = file.path("residents.contacts.create")
    return await _form(file, _("登记联系人"), bound, refusal, action=action, go=_("登记联系人"), version=None)


async def _edit(file: OfFile, contact_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    line = await _line(file, contact_id)
    row = line.row
    if not bound.raw:
        standing: dict[str, Any] = {
            "relation": row.relation, "name": line.name, "phone": line.phone, "address": line.address,
            "notes": line.notes, "emergency": "yes" if row.emergency else "", "pays": "yes" if row.pays else "",
            "guardian_basis": row.guardian_basis,
        }  # fmt: skip
        bound = Bound(None, {}, standing)
    action = file.path("residents.contacts.update", contact_id=contact_id)
    title = _("改联系人 {name}").format(name=line.name)
    return await _form(file, title, bound, refusal, action=action, go=_("保存联系人"), version=row.version)


async def _form(file: OfFile, title: str, bound: Bound[Any], refusal: DomainError | None, **facts: Any) -> Response:
    return await form_page(
        file, FORM, title, bound, refusal, tab=TAB,
        relations=[(kind.value, kind.label) for kind in Relation],
        bases=[(basis.value, basis.label) for basis in GuardianBasis], **facts,
    )  # fmt: skip


async def _void(file: OfFile, contact_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    line = await _line(file, contact_id)
    what = _("联系人 {name}（{relation}）").format(name=line.name, relation=line.row.relation.label)
    action = file.path("residents.contact_voids.create", contact_id=contact_id)
    return await void_page(file, bound, refusal, what=what, action=action, tab=TAB)
