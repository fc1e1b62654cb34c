"""Named access from outside the home, for a reason; and who has looked at a file."""

from fastapi import Response

from app.core.actor import authorize
from app.core.i18n import _
from app.residents.forms.papers import LookForm
from app.residents.queries.looks import NAMED_ACCESS, WHOLE, gave_a_reason, looks_at
from app.residents.routes.filing import PREFIX, OfFile, Seeing, record_look
from app.residents.rules.looking import asks_for_a_reason
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["ask_why", "must_say_why", "router"]

router = Router(prefix=f"{PREFIX}/looks")
DAYS = 90


async def must_say_why(file: OfFile) -> bool:
    """Whether the caller comes from outside the home and has not said within the hour why this file is opened."""
    if not asks_for_a_reason(file.actor, file.home):
        return False
    return not await gave_a_reason(file.session, file.actor, file.home.county, file.elder_id)


async def ask_why(file: OfFile, bound: Bound[LookForm] | None = None) -> Response:
    """Ask for the reason; nothing of the person is shown yet but a masked name."""
    asked = bound or Bound(None)
    return await render(
        file.request, "residents/looks/new.html", status=422 if asked.errors else 200, errors=asked.errors,
        raw=asked.raw, action=file.path("residents.looks.create"), **file.facts,
    )  # fmt: skip


@router.post("", name="residents.looks.create", access="residents.see")
async def create_look(file: Seeing) -> Response:
    """Keep the reason with the caller's name, and open the file for an hour."""
    bound = bind(LookForm, await file.request.form())
    if bound.values is None:
        return await ask_why(file, bound)
    await record_look(file, NAMED_ACCESS, purpose=bound.values.reason)
    return see_other(file.request, file.path("residents.elders.show"))


@router.get("", name="residents.looks.index", access="residents.see")
async def list_looks(file: Seeing) -> Response:
    """Who looked at the file, when, at what, and why."""
    authorize(file.actor, "audit.see", file.home)
    looks = await looks_at(file.session, file.home.scope, file.home.county, file.elder_id, days=DAYS)
    words = {
        "file": _("打开档案"), WHOLE: _("查看完整号码"), NAMED_ACCESS: _("说明来意"), "sheet": _("打印"), "contact_form": _("改联系人"),
        "overview": _("概况"), "health": _("健康"), "contacts": _("家属联系人"), "papers": _("证件和类别"),
        "stays": _("入住经历"), "timeline": _("时间线"), "assessments": _("评估"), "assessment": _("评估内容"), "risks": _("风险评估"),
    }  # fmt: skip
    return await render(file.request, "residents/looks/index.html", looks=looks, words=words, days=DAYS, **file.facts)
