"""Beds change hands: moves, exchanges, closures for repair, and transfers to another home of the county."""

from datetime import date

from app.beds.rules.kinds import ClosureReason
from app.demo.rules.arriving import lie_down
from app.demo.rules.chance import Chance
from app.demo.rules.departing import end_stay
from app.demo.rules.story import FOREVER, BedStory, ClaimStory, HomeStory, StayStory, TransferStory, days
from app.stays.rules.kinds import EndReason, Ground, StayKind

__all__ = ["close_a_bed", "exchange", "move", "transfer", "transfer_all"]

_REPAIRS = {
    ClosureReason.REPAIR: ("卫生间漏水", "空调坏了", "床头呼叫铃不响", "窗户关不严", "墙面返潮"),
    ClosureReason.QUARANTINE: ("流感观察", "疥疮隔离"),
    ClosureReason.SAFETY: ("消防整改", "线路改造"),
    ClosureReason.STAFFING: ("夜班人手不够",),
}


def move(chance: Chance, home: HomeStory, stay: StayStory, day: date) -> None:
    """Move somebody to another free bed of the house."""
    if not _settled(stay, day):
        return
    free = home.free_beds(day, stay.person.sex)
    if free:
        _leave_beds(stay, day)
        lie_down(stay, chance.pick(free), day)


def exchange(chance: Chance, home: HomeStory, day: date) -> None:
    """Let two people of one sex exchange their beds."""
    settled = [stay for stay in home.residents if _settled(stay, day) and not _private(stay)]
    if len(settled) < 2:
        return
    one = chance.pick(settled)
    others = [stay for stay in settled if stay is not one and stay.bed.room.sex is one.bed.room.sex]
    if not others:
        return
    other = chance.pick(others)
    mine, theirs = one.bed, other.bed
    _leave_beds(one, day)
    _leave_beds(other, day)
    lie_down(one, theirs, day)
    lie_down(other, mine, day)


def close_a_bed(chance: Chance, home: HomeStory, day: date) -> None:
    """Take a free bed out of use for some days."""
    free = [bed for bed in home.beds if bed.is_free(day)]
    if not free:
        return
    bed = chance.pick(free)
    reason = chance.weighted(
        {ClosureReason.REPAIR: 66, ClosureReason.QUARANTINE: 14, ClosureReason.SAFETY: 12, ClosureReason.STAFFING: 8}
    )
    planned = chance.between(3, 21)
    end = min(day + days(planned + chance.between(-2, 6)), bed.to_on)
    bed.closed_to = end
    home.closures.append(
        ClaimStory(bed, day, end, reason=reason, planned_end_on=day + days(planned), note=chance.pick(_REPAIRS[reason]))
    )


def transfer(chance: Chance, giving: HomeStory, receiving: HomeStory, day: date) -> TransferStory | None:
    """Let somebody go to another home of the county."""
    settled = [
        stay for stay in giving.residents
        if _settled(stay, day) and not _private(stay) and stay.kind_on(day) is StayKind.LONG
    ]  # fmt: skip
    stay = chance.pick(settled) if settled else None
    free = receiving.free_beds(day, stay.person.sex) if stay else []
    if stay is None or not free:
        return None
    return _carry_over(chance, stay, receiving, chance.pick(free), day)


def transfer_all(chance: Chance, giving: HomeStory, receiving: HomeStory, day: date) -> list[TransferStory]:
    """Close a house: everybody goes to the one that takes it over, or home where no bed is left."""
    done = []
    for stay in list(giving.residents):
        free = receiving.free_beds(day, stay.person.sex)
        if free:
            done.append(_carry_over(chance, stay, receiving, free[0], day, closing=True))
        else:
            end_stay(chance, stay, day, EndReason.CLOSING, swept=False)
    return done


def _carry_over(
    chance: Chance, stay: StayStory, receiving: HomeStory, bed: BedStory, day: date, *, closing: bool = False
) -> TransferStory:
    giving = stay.home
    end_stay(chance, stay, day, EndReason.TRANSFER, swept=not closing)
    after = StayStory(
        stay.person, receiving, stay.kind_on(day), Ground.TRANSFER,
        stay.changes[-1].payer if stay.changes else stay.payer, day, recorded_on=day,
    )  # fmt: skip
    receiving.stays.append(after)
    receiving.residents.append(after)
    stay.person.homes.add(receiving.plan.code)
    lie_down(after, bed, day)
    return TransferStory(stay, giving, receiving, day, closing=closing, new_stay=after, bed=bed)


def _settled(stay: StayStory, day: date) -> bool:
    """Who is in the house, in a bed since yesterday at least, and not one of a couple."""
    current = next((claim for claim in reversed(stay.claims) if not claim.private and claim.to_on == FOREVER), None)
    if current is None or current.from_on >= day or stay.from_on >= day:
        return False
    return stay.away is None and stay.bed.room.sex is not None


def _private(stay: StayStory) -> bool:
    return any(claim.private and claim.to_on == FOREVER for claim in stay.claims)


def _leave_beds(stay: StayStory, day: date) -> None:
    for claim in stay.claims:
        if claim.to_on == FOREVER:
            claim.to_on = day
            claim.bed.taken_by = None
