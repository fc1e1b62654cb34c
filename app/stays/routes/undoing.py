"""Taking back what has just been done: the hidden form behind 撤销, and what is said when it did not arrive whole."""

from datetime import date

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.stays.errors import StayRefused
from app.stays.forms.moves import UndoForm
from app.stays.rules.kinds import LateReason
from app.web.forms import bind

__all__ = ["late_correction", "undo_asked"]


async def undo_asked(request: Request, sentence: str) -> UndoForm:
    """Read the hidden form; where it does not bind nothing is taken back, and the sentence says so with the way on."""
    form = bind(UndoForm, await request.form()).values
    if form is None:
        raise StayRefused(sentence)
    return form


async def late_correction(session: AsyncSession, on: date) -> LateReason | None:
    """Why what is taken back is entered so late: it corrects a day that is over."""
    return LateReason.CORRECTION if on < await business_date(session) else None
