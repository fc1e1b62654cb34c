"""Nursing units: set up with their cap, changed, dissolved."""

from functools import partial

from fastapi import Request, Response

from app.beds import queries, service
from app.beds.forms.structure import RetireForm, UnitForm
from app.beds.routes.asking import Asked, the_home
from app.beds.routes.carrying import FormPage, carry_out
from app.beds.rules.kinds import CAPS, UnitKind
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/units")
MAY = "beds.structure"


@router.get("/new", name="beds.units.new", access=MAY)
async def new_unit(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The form that sets up a nursing unit."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _new_unit(asked)).draw(Bound(None))


@router.post("", name="beds.units.create", access=MAY)
async def create_unit(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Set it up."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: UnitForm) -> None:
        said = {"label": form.label, "title": form.title}
        await service.add_unit(session, actor, asked.home, **said, kind=form.kind, cap=form.cap)

    bound = bind(UnitForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已加护理单元，请在房间里选它")}
    return await carry_out(asked, partial(_new_unit, asked), bound, "beds.unit_added", do, **done)


async def _new_unit(asked: Asked) -> FormPage:
    return FormPage(
        asked, "beds/units/new.html", action=asked.path("beds.units.create"), place=None, version=None,
        kinds=[(kind.value, kind.label) for kind in UnitKind], caps=CAPS, back=asked.path("beds.structure.show"),
    )  # fmt: skip


@router.get("/{unit_id}/edit", name="beds.units.edit", access=MAY)
async def edit_unit(
    request: Request, institution_id: RowId, unit_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that changes a nursing unit."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _unit_page(asked, unit_id)).draw(Bound(None))


@router.post("/{unit_id}", name="beds.units.update", access=MAY)
async def update_unit(
    request: Request, institution_id: RowId, unit_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Change it."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: UnitForm) -> None:
        await service.change_unit(
            session, actor, asked.home, unit_id,
            label=form.label, title=form.title, kind=form.kind, cap=form.cap, version=form.version,
        )  # fmt: skip

    page, bound = partial(_unit_page, asked, unit_id), bind(UnitForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已改护理单元")}
    return await carry_out(asked, page, bound, "beds.unit_changed", do, **done, unit=unit_id)


async def _unit_page(asked: Asked, unit_id: int) -> FormPage:
    unit = await queries.get_unit(asked.session, asked.home.scope, asked.home.institution_id, unit_id)
    return FormPage(
        asked, "beds/units/edit.html", action=asked.path("beds.units.update", unit_id=unit_id), place=unit,
        version=unit.version, kinds=[(kind.value, kind.label) for kind in UnitKind], caps=CAPS,
        back=asked.path("beds.structure.show"),
    )  # fmt: skip


@router.get("/{unit_id}/retirement", name="beds.unit_retirements.new", access=MAY)
async def new_unit_retirement(
    request: Request, institution_id: RowId, unit_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The page that asks before a unit is dissolved."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _retire_page(asked, unit_id)).draw(Bound(None))


@router.post("/{unit_id}/retirement", name="beds.unit_retirements.create", access=MAY)
async def create_unit_retirement(
    request: Request, institution_id: RowId, unit_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Dissolve it; its rooms stay."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: RetireForm) -> None:
        await service.retire_unit(session, actor, asked.home, unit_id, on=form.on)

    page, bound = partial(_retire_page, asked, unit_id), bind(RetireForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已撤销护理单元，房间和床位都在")}
    return await carry_out(asked, page, bound, "beds.unit_retired", do, **done, unit=unit_id)


async def _retire_page(asked: Asked, unit_id: int) -> FormPage:
    unit = await queries.get_unit(asked.session, asked.home.scope, asked.home.institution_id, unit_id)
    return FormPage(
        asked, "beds/unit_retirements/new.html", place=unit, version=None,
        action=asked.path("beds.unit_retirements.create", unit_id=unit_id), back=asked.path("beds.structure.show"),
    )  # fmt: skip
