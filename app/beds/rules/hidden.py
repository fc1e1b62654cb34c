"""What the exclusions cannot see: a claim of zero days overlaps nothing, whichever of the two is the zero one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from app.beds.rules.kinds import ClaimKind, Sex

__all__ = ["Hidden", "Near", "hidden_among"]

PERSONS = (ClaimKind.STAY, ClaimKind.HOLD)


class Near(NamedTuple):
    """A live claim on the same bed, in the same room or of the same person."""

    bed_id: int
    room_id: int
    elder_id: int | None
    kind: ClaimKind
    sex: Sex | None
    sex_rule: bool
    shares_room: bool
    from_on: date
    to_on: date


class Wanted(Protocol):
    """A claim that is about to be made."""

    bed_id: int
    room_id: int
    elder_id: int | None
    kind: ClaimKind
    sex: Sex | None
    sex_rule: bool
    shares_room: bool
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class Hidden:
    """Which rules a claim would break that no exclusion can see."""

    bed: bool = False
    sex: bool = False
    elder: bool = False


def hidden_among(near: Iterable[Near], claim: Wanted) -> Hidden:
    """Look for what the exclusions miss among the claims nearby.

    One that begins and ends on a day clashes with a live claim that covers the day; a longer one clashes with a
    claim of zero days strictly inside it.
    """
    met = [one for one in near if _meets(one, claim)]
    person = claim.kind in PERSONS
    return Hidden(
        bed=any(one.bed_id == claim.bed_id for one in met),
        sex=person and claim.sex_rule and not claim.shares_room and any(_other_sex(one, claim) for one in met),
        elder=claim.kind is ClaimKind.STAY
        and any(one.elder_id == claim.elder_id and one.kind is ClaimKind.STAY for one in met),
    )


def _meets(one: Near, claim: Wanted) -> bool:
    if claim.from_on == claim.to_on:
        return one.from_on <= claim.from_on < one.to_on
    return one.from_on == one.to_on and claim.from_on < one.from_on < claim.to_on


def _other_sex(one: Near, claim: Wanted) -> bool:
    shares = one.room_id == claim.room_id and one.kind in PERSONS and one.sex_rule and not one.shares_room
    return bool(shares and one.sex is not claim.sex)
