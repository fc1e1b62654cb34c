"""Standing around every write of a stay: what the database refuses is said with whose bed it is and the way out."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import BedTaken, ElderHasBed, RoomOfOtherSex
from app.beds.queries import names_on
from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.beds.service import CLAIM_REFUSALS
from app.core.db import refusing
from app.core.errors import DomainError
from app.stays.errors import CoupleThere, InResidence
from app.stays.models import Stay
from app.stays.queries import claims as queries
from app.stays.queries.couples import spouses_of
from app.stays.queries.stays import beds_of_day, person_name, stays_of_elder
from app.stays.rules.lying import Lying
from app.stays.rules.pieces import share_a_day
from app.stays.rules.sentences import say_elsewhere, say_here, say_holders, say_other_sex
from app.stays.service.besides import beside

__all__ = ["STAY_REFUSALS", "Wish", "saying", "wish_of"]

_FIELDS = {
    "ck_stays_late": "late_reason", "ck_stays_end_late": "late_reason", "ck_stays_span": "on",
    "ck_stays_arrived_at": "arrived_at", "ck_stays_left_at": "left_at", "ck_stays_planned_end": "planned_end_on",
    "ck_stay_changes_late": "late_reason", "uq_stay_changes_day": "from_on",
}  # fmt: skip
STAY_REFUSALS: dict[str, type[DomainError] | Callable[[], DomainError]] = {
    **CLAIM_REFUSALS,
    "ex_stays_one_per_elder": InResidence,
    **{name: beside(name, field) for name, field in _FIELDS.items()},
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants which beds on which days, kept apart from rows: a refusal makes the session forget those."""

    elder_id: int
    sex: Sex
    stay_id: int | None
    from_on: date
    to_on: date
    beds: tuple[Lying, ...]


def wish_of(stay: Stay, sex: Sex, beds: Sequence[Lying]) -> Wish:
    """Note what an act on a stay wants."""
    return Wish(stay.elder_id, sex, stay.id, stay.from_on, stay.to_on, tuple(beds))


@asynccontextmanager
async def saying(session: AsyncSession, home: Home, wishes: Sequence[Wish]) -> AsyncIterator[None]:
    """Let the database refuse by name, and say it with names, days and beds that could be had instead."""
    try:
        async with refusing(session, STAY_REFUSALS):
            yield
    except CoupleThere:
        raise
    except BedTaken:
        raise BedTaken(await _say_taken(session, home, wishes), field="bed_id") from None
    except RoomOfOtherSex:
        raise RoomOfOtherSex(await _say_other_sex(session, home, wishes), field="bed_id") from None
    except (InResidence, ElderHasBed):
        raise InResidence(await _say_in_residence(session, home, wishes), field="elder_id") from None


async def _say_taken(session: AsyncSession, home: Home, wishes: Sequence[Wish]) -> str | None:
    own = {wish.stay_id for wish in wishes if wish.stay_id is not None}
    for wish in wishes:
        for bed in wish.beds:
            days = (bed.from_on, bed.to_on)
            if holders := await queries.who_has(session, home.scope, [bed.bed_id], *days, besides=own):
                suitable = await queries.suitable_beds(session, home.scope, home.institution_id, *days, sex=wish.sex)
                return say_holders(holders, suitable)
    return None


async def _say_other_sex(session: AsyncSession, home: Home, wishes: Sequence[Wish]) -> str | None:
    # Who takes part in the act leaves their old room: only the others in it stand in the way.
    going = {wish.elder_id for wish in wishes}
    for wish in wishes:
        for bed in wish.beds:
            room = await queries.room_of_bed(session, home.scope, bed.bed_id, bed.from_on)
            if room is None:
                continue
            inmates = [
                one
                for one in await queries.inmates_of(session, home.scope, [room.room_id])
                if one.sex is not wish.sex and one.elder_id not in going and share_a_day(bed, one)
            ]
            if not inmates and room.sex_rule.sex in (None, wish.sex):
                continue
            spouses = (await spouses_of(session, home.county, [wish.elder_id]))[wish.elder_id]
            married = not bed.shares and any(one.elder_id in spouses for one in inmates)
            suitable = await queries.suitable_beds(
                session, home.scope, home.institution_id, bed.from_on, bed.to_on, sex=wish.sex
            )
            swap = len(wishes) > 1
            return say_other_sex(room.label, room.sex_rule, wish.sex, suitable, married=married, swap=swap)
    return None


async def _say_in_residence(session: AsyncSession, home: Home, wishes: Sequence[Wish]) -> str | None:
    for wish in wishes:
        person = await person_name(session, home.county, wish.elder_id)
        for stay in await stays_of_elder(session, home.scope, home.county, wish.elder_id):
            if stay.id != wish.stay_id and (share_a_day(wish, stay) or share_a_day(stay, wish)):
                day = max(stay.from_on, min(wish.from_on, stay.to_on))
                bed = (await beds_of_day(session, home.scope, home.institution_id, day)).get(stay.id)
                names = await names_on(session, home.scope, [bed], day) if bed else {}
                return say_here(person, stay.from_on, names.get(bed, "") if bed else "")
    return say_elsewhere(await person_name(session, home.county, wishes[0].elder_id)) if wishes else None
