"""Reading everything an offer of a bed is decided by: the list, the bed, the reserve, the papers."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.offers.queries.beds import beds_of_home
from app.offers.queries.internal import internal_movers
from app.offers.queries.offers import skips_of_bed
from app.offers.queries.reserve import destitute_between
from app.offers.queries.watching import waiting_spot_checks
from app.offers.rules.around import Around
from app.offers.rules.beds import HomeBeds
from app.offers.rules.candidates import Room, candidates_of
from app.offers.rules.fitting import bed_wish, pair_wish
from app.offers.rules.hurdles import Watched
from app.offers.rules.reserve import Reserve
from app.waitlist.queries import policy_on, ranked
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.reserve import reserve as formula

__all__ = ["look_around", "reserve_of"]


async def look_around(session: AsyncSession, home: Home, bed_id: int, day: date) -> Around:
    """Read everything about a bed of the home; free or not, the database refuses what is taken."""
    policy = await policy_on(session, home.county, day)
    beds = await beds_of_home(session, home, day)
    bed = beds.bed(bed_id)
    beside = beds.beside(bed)
    reserve = await reserve_of(session, home, policy, beds, day)
    ranking = await ranked(session, home.scope, home.county, home=home.institution_id, day=day)
    in_check = await waiting_spot_checks(session, home.county, home.institution_id)
    watched = Watched(
        day=day, reserve_blocks=reserve.blocks(), reserve_blocks_pair=reserve.blocks(2), isolation=bed.isolation,
        bed_reserved=bed.reserved and reserve.blocks_marked(beds.free_reserved), in_spot_check=in_check,
    )  # fmt: skip
    room = Room(bed_wish(home, bed), pair_wish(home, bed, beside) if beside else None)
    return Around(
        day, policy, ranking, bed, beside, beds, reserve, watched, candidates_of(ranking, room, watched),
        await skips_of_bed(session, home.scope, home.institution_id, bed_id, day),
        await internal_movers(session, home, policy, beds, bed, day=day),
    )  # fmt: skip


async def reserve_of(session: AsyncSession, home: Home, policy: Policy, beds: HomeBeds, day: date) -> Reserve:
    """Work out the home's reserve of the day."""
    year = day.year - 1
    total = await destitute_between(session, home, date(year, 1, 1), date(year + 1, 1, 1))
    present = await destitute_between(session, home, day, date.fromordinal(day.toordinal() + 1))
    return Reserve(policy.reserve.on, formula(total, present), total, present, beds.counted_free, year)
