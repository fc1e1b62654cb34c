"""Files of the home that may be one person's, side by side."""

from fastapi import Response

from app.core.clock import business_date
from app.residents.queries.duplicates import duplicates_in
from app.residents.routes.homing import HOME, MergingHome
from app.residents.rules.birthdays import say_age, say_birth
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=f"{HOME}/duplicates")


@router.get("", name="residents.duplicates.index", access="residents.merge")
async def list_duplicates(at: MergingHome) -> Response:
    """The pairs worth a look, the likest first; merging them is another page's act."""
    today = await business_date(at.session)
    pairs = await duplicates_in(at.session, at.actor.scope("residents.merge"), at.home)
    people = {elder.id: elder for pair in pairs for elder in (pair.first, pair.second)}
    said = {
        elder.id: (
            say_birth(elder.born_on, elder.birth_precision),
            say_age(elder.born_on, elder.birth_precision, today, elder.died_on),
        )
        for elder in people.values()
    }
    return await render(
        at.request, "residents/duplicates/index.html", institution=at.institution, pairs=pairs, said=said
    )  # fmt: skip
