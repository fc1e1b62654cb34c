"""How each kind of ledger meets the database: what it is read against, how it is written, how it is taken back."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.imports.service.bed_undoing import take_beds_back, used_beds_of
from app.imports.service.beds import write_beds
from app.imports.service.looking import bed_context, beds_there
from app.imports.service.people import people_there, resident_context
from app.imports.service.reported_county import (
    county_context,
    county_places,
    take_county_back,
    used_figures_of,
    write_county,
)
from app.imports.service.resident_undoing import take_residents_back, used_people_of
from app.imports.service.residents import write_residents

__all__ = ["MANNERS", "Built", "Manner"]

# What an import wrote, as plain values: ids that were made, changes with before and after.
Built = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Manner:
    """One kind's way. The place each is given is the home, or for a county's kind the county. `there` is asked with the records of the file, so that only what they touch is looked up.

    `write` and `take_back` are called under the place's lock by somebody who has been let through; they say how far they
    have come.
    """

    context: Callable[[AsyncSession, Any, date], Awaitable[Any]]
    there: Callable[[AsyncSession, Any, Any, Sequence[Any]], Awaitable[Any]]
    write: Callable[..., Awaitable[Built]]
    used: Callable[[AsyncSession, Any, Built, date], Awaitable[list[str]]]
    take_back: Callable[..., Awaitable[None]]


MANNERS = {
    "beds": Manner(bed_context, beds_there, write_beds, used_beds_of, take_beds_back),
    "residents": Manner(resident_context, people_there, write_residents, used_people_of, take_residents_back),
    "reported": Manner(county_context, county_places, write_county, used_figures_of, take_county_back),
}
"""A new kind is a value in `rules.registry` and its manner here."""
