"""The answer to an act on a bed: the panel and the board anew where the act was started from the board."""

from fastapi import Response

from app.beds.routes.asking import Asked, at, on_board
from app.beds.routes.viewing import board_facts, panel_facts
from app.core.clock import business_date
from app.web.htmx import see_other, toast
from app.web.templates import render

__all__ = ["answer_act"]


async def answer_act(asked: Asked, bed_id: int, message: str, *, undo: str | None = None) -> Response:
    """Show what the act has changed and say so; `undo` is the path that takes it back."""
    ask = on_board(asked, await business_date(asked.session))
    if ask is None:
        return see_other(asked.request, at(asked, bed_id), message=message)
    await asked.session.flush()
    facts = await board_facts(asked, ask) | await panel_facts(asked, bed_id, ask.day, ask=ask)
    return toast(await render(asked.request, "beds/panel/act.stream.html", **facts), message, undo=undo)
