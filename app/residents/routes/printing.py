"""The file on paper: masked, unless the whole was asked for with a reason."""

from fastapi import Response

from app.residents.forms.papers import LookForm
from app.residents.queries.file import File, file_of
from app.residents.routes.file import file_facts, parts_of
from app.residents.routes.filing import PREFIX, OfFile, Revealing, Seeing, record_look
from app.residents.routes.looks import ask_why, must_say_why
from app.residents.routes.reveals import reveal
from app.web.forms import Bound, bind
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=f"{PREFIX}/sheet")
PARTS = ("contacts", "names", "relations")


@router.get("", name="residents.sheet.show", access="residents.see")
async def show_sheet(file: Seeing) -> Response:
    """The file made for A4, numbers masked."""
    if await must_say_why(file):
        return await ask_why(file)
    await record_look(file, "sheet")
    return await _sheet(file, await file_of(file.session, file.home.scope, file.elder, parts=PARTS))


@router.post("", name="residents.sheet.create", access="residents.reveal")
async def create_sheet(file: Revealing) -> Response:
    """The same with its numbers whole, for the reason given."""
    bound = bind(LookForm, await file.request.form())
    if bound.values is None:
        await record_look(file, "sheet")
        masked = await file_of(file.session, file.home.scope, file.elder, parts=PARTS)
        return await _sheet(file, masked, bound=bound)
    return await _sheet(file, await reveal(file, bound.values.reason, "sheet"), whole=True)


async def _sheet(file: OfFile, opened: File, *, whole: bool = False, bound: Bound[LookForm] | None = None) -> Response:
    errors = bound.errors if bound else {}
    response = await render(
        file.request, "residents/sheet/show.html", status=422 if errors else 200, whole=whole, errors=errors,
        raw=bound.raw if bound else {}, may_reveal=file.may("residents.reveal") and not whole,
        parts=parts_of(file), **file.facts, **await file_facts(file, opened),
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response
