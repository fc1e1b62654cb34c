"""The simulation in front of a ruling: today and the last month ends, and who would begin or cease to count."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.census import queries
from app.census.forms import RulingAsk
from app.census.queries import PersonRow
from app.census.routes.asking import sees_names
from app.census.rules.rulings import DEFAULTS, RulingCode
from app.census.rules.simulation import SimulatedDay, days_to_show
from app.core.actor import Actor
from app.core.clock import business_date

__all__ = ["Shown", "simulated"]

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """All days in short, one of them in full, with its people by home where the reader may know them."""

    days: list[SimulatedDay]
    open: SimulatedDay
    people: dict[int, list[PersonRow]]
    more: int


async def simulated(
    session: AsyncSession, actor: Actor, county: int, code: RulingCode, ask: RulingAsk, *, until: date
) -> Shown:
    """Count the county on each day with and without the answer. Nothing is written."""
    scope = actor.scope("census.rule")
    today = await business_date(session)
    days = sorted({*days_to_show(today), min(ask.day or today, today)}, reverse=True)
    asked = [(day, ask.from_on <= day < until) for day in days]
    found = await queries.simulate(session, scope, county, code, counts=ask.counts, days=asked)
    chosen = next((each for each in found if each.day == ask.day), found[0])
    people, more = await _people(session, actor, county, chosen)
    return Shown(found, chosen, people, more)


async def _people(
    session: AsyncSession, actor: Actor, county: int, shown: SimulatedDay
) -> tuple[dict[int, list[PersonRow]], int]:
    changed = [(home.before.institution_id, one) for home in shown.homes for one in home.changed]
    if not sees_names(actor, county, None):
        return {}, len(changed)
    kept = changed[:MOST_PEOPLE]
    where = {one.stay.id: home for home, one in kept}
    scope = actor.scope("residents.see")
    rows = await queries.people_of(
        session, scope, county, [one for _home, one in kept], day=shown.day, answers=DEFAULTS
    )
    people: dict[int, list[PersonRow]] = {}
    for row in rows:
        people.setdefault(where[row.stay_id], []).append(row)
    return people, len(changed) - len(kept)
