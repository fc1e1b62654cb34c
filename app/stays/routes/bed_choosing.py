"""The free beds of a day that a form offers to one person, read from the board itself."""

from datetime import date

from app.beds.queries import board
from app.beds.rules.kinds import Sex
from app.core.clock import business_date
from app.stays.queries.couples import spouses_of
from app.stays.queries.stays import sexes_of
from app.stays.routes.asking import Asked
from app.stays.rules.fitting import Choices, fitting
from app.web.addresses import day_in

__all__ = ["choices_for", "day_of"]


async def choices_for(
    asked: Asked, elder_id: int, day: date, *, here: int | None = None
) -> tuple[Choices, frozenset[int]]:
    """The free beds of the day for this person, and who is recorded as husband or wife."""
    home = asked.home
    sexes = await sexes_of(asked.session, home.county, [elder_id])
    spouses = (await spouses_of(asked.session, home.county, [elder_id]))[elder_id]
    shown = await board(asked.session, home.scope, home.institution_id, day, reader=asked.actor)
    return fitting(shown, sexes.get(elder_id, Sex.FEMALE), here=here, spouses=spouses), spouses


async def day_of(asked: Asked, text: str) -> date:
    """The day a form is about: what was typed, as far as it is a day that has come, else today."""
    today = await business_date(asked.session)
    return min(day_in(text) or today, today)
