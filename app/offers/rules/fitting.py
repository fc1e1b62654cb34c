"""A bed as the waitlist asks about it: who may lie there, alone or as a pair that has the room to itself."""

from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.offers.rules.beds import OpenBed
from app.waitlist.rules.matching import BedWish

__all__ = ["bed_wish", "pair_wish"]

EVERYBODY = frozenset(Sex)


def bed_wish(home: Home, bed: OpenBed) -> BedWish:
    """The bed for one person: the room's rule and who lies there say of which sex."""
    return BedWish(
        institution_id=home.institution_id, sexes=frozenset(sex for sex in EVERYBODY if bed.takes(sex)),
        nursing=bed.nursing, dementia=bed.dementia, single=bed.single,
    )  # fmt: skip


def pair_wish(home: Home, bed: OpenBed, beside: OpenBed) -> BedWish:
    """Two beds of one room for two who belong together: with nobody else in it, the room's rule asks nothing of them.

    A room named for one sex stays named: there it is the pair's relation on file that lets both in, or the database
    refuses.
    """
    return BedWish(
        institution_id=home.institution_id, sexes=EVERYBODY,
        nursing=bed.nursing and beside.nursing, dementia=bed.dementia and beside.dementia, single=False,
    )  # fmt: skip
