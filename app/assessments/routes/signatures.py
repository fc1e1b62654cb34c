"""Signatures by finger: two assessors, each under their own account, and whoever gave the information."""

from typing import Any

from fastapi import Response

from app.assessments import service
from app.assessments.forms.visits import SignForm
from app.assessments.queries import image_of, particulars_of, signatures_of
from app.assessments.routes.visiting import MAKE, SEE, VISIT, Act, MakingVisit, OfVisit, SeeingVisit, carry_out
from app.assessments.rules.drafts import SignDraft
from app.assessments.rules.frozen import read_rungs
from app.assessments.rules.states import ASSESSORS, NEEDED, SignatureRole
from app.core.i18n import _
from app.web.deps import RowId
from app.web.forms import Bound, status_of
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=f"{VISIT}/signatures")


@router.get("/new", name="assessments.signatures.new", access=MAKE)
async def new_signature(visit: MakingVisit) -> Response:
    """The pad, for whoever has not signed yet."""
    return await _page(visit, Bound(None))


@router.post("", name="assessments.signatures.create", access=MAKE)
async def create_signature(visit: MakingVisit) -> Response:
    """Keep one signature; with the last of the three the level counts."""
    file = visit.file

    async def sign(form: SignForm) -> None:
        draft = SignDraft(role=form.role, name=form.name, image=form.picture)
        await service.sign(file.session, file.actor, visit.id, draft)

    async def again(bound: Bound[Any]) -> Response:
        return await _page(await visit.again(), bound)

    def on(_made: Any) -> str:
        return visit.path("assessments.visits.show")

    return await carry_out(file, Act(SignForm, "assessments.sign", sign, again, _("已签字"), on), assessment=visit.id)


@router.get("/{signature_id}", name="assessments.signatures.show", access=SEE)
async def show_signature(visit: SeeingVisit, signature_id: RowId) -> Response:
    """The picture of one signature."""
    image = await image_of(visit.file.session, visit.row, signature_id)
    return Response(image, media_type="image/png")


async def _page(visit: OfVisit, bound: Bound[Any]) -> Response:
    file, row = visit.file, visit.row
    lines = await signatures_of(file.session, row)
    signed, mine = {line.role for line in lines}, any(line.signer_id == file.actor.user_id for line in lines)
    open_roles = [role for role in SignatureRole if role not in signed and not (mine and role in ASSESSORS)]
    asked = bound.raw.get("role") or file.request.query_params.get("role", "")
    role = next((each for each in open_roles if each.value == asked), _first(open_roles))
    informant = (await particulars_of(file.session, row)).get("informant_name", "")
    names = {"assessor_1": file.actor.name, "assessor_2": file.actor.name, "informant": informant, "elder": file.name}
    return await render(
        file.request, "assessments/signatures/new.html", status=status_of(bound), errors=bound.errors, raw=bound.raw,
        roles=[(each.value, each.label) for each in open_roles], role=role, mine=mine, names=names,
        rungs=read_rungs(row.ladder) if row.ladder else None, lines=lines,
        action=visit.path("assessments.signatures.create"), back=visit.path("assessments.visits.show"), **file.facts,
    )  # fmt: skip


def _first(roles: list[SignatureRole]) -> SignatureRole | None:
    """One of the assessors' places first: only one of the two is the caller's."""
    return next((role for role in roles if role in NEEDED), roles[0] if roles else None)
