"""Leaves: families fetch their old people for feasts, ambulances take the ill away, and nearly all come back."""

from datetime import date

from app.demo.rules.calendar import Feast
from app.demo.rules.chance import Chance
from app.demo.rules.departing import end_stay
from app.demo.rules.homes import HOSPITALS
from app.demo.rules.story import HomeStory, LeaveStory, StayStory, days
from app.stays.rules.kinds import EndReason, Escort, LeaveKind, StayKind

__all__ = ["come_back", "fetch_for_feast", "fetch_home", "to_hospital"]

_HOMES = ("儿子家", "女儿家", "老家", "侄儿家", "弟弟家")


def to_hospital(chance: Chance, stay: StayStory, day: date) -> None:
    """Take somebody to hospital: some die there, some stay there."""
    nights = chance.about(9, 6, 1, 34)
    leave = LeaveStory(
        LeaveKind.HOSPITAL, day, day + days(nights + chance.between(-2, 3)) if chance.happens(0.7) else None,
        chance.weighted({Escort.STAFF: 45, Escort.AMBULANCE: 35, Escort.FAMILY: 20}),
        HOSPITALS[stay.home.plan.county] if chance.happens(0.75) else "镇卫生院",
    )  # fmt: skip
    leave.back_on = day + days(nights)
    if leave.expected_on is not None:
        leave.expected_on = max(leave.expected_on, day + days(1))
    if chance.happens(0.09 if stay.person.age(day) >= 80 else 0.05):
        leave.ends = EndReason.DEATH
    elif chance.happens(0.03):
        leave.ends = EndReason.HOSPITAL
    stay.leaves.append(leave)


def fetch_home(chance: Chance, stay: StayStory, day: date) -> None:
    """Let the family fetch somebody for some days, or take them out for the day."""
    nights = chance.weighted({0: 24, 1: 18, 2: 18, 3: 14, 5: 12, 8: 8, 14: 4, 28: 2})
    if nights == 0:
        leave = LeaveStory(LeaveKind.OTHER, day, day, chance.pick([Escort.FAMILY, Escort.STAFF]), "外出办事")
        # Back for supper: the day is not counted as away.
        leave.to_on = leave.return_recorded_on = day
    else:
        leave = LeaveStory(LeaveKind.HOME, day, day + days(nights), Escort.FAMILY, chance.pick(_HOMES))
    # A few come back later than they said.
    leave.back_on = day + days(nights + (chance.between(1, 4) if nights and chance.happens(0.08) else 0))
    stay.leaves.append(leave)


def fetch_for_feast(chance: Chance, home: HomeStory, feast: Feast) -> None:
    """Let the families come before a feast."""
    first, last, with_family, alone = feast
    for stay in home.residents:
        if stay.from_on > first or stay.away is not None or stay.kind_on(first) is not StayKind.LONG:
            continue
        social = stay.person.has_family and not stay.person.supported
        if not chance.happens(with_family if social else alone):
            continue
        long = with_family > 0.3
        day = chance.day(first, last)
        nights = chance.about(8, 4, 2, 20) if long else chance.between(1, 4)
        leave = LeaveStory(LeaveKind.HOME, day, day + days(nights), Escort.FAMILY, chance.pick(_HOMES))
        leave.back_on = day + days(nights + (chance.between(1, 5) if chance.happens(0.1) else 0))
        stay.leaves.append(leave)


def come_back(chance: Chance, stay: StayStory, day: date) -> None:
    """End an absence as it was meant to end."""
    leave = stay.away
    if leave is None:
        return
    if leave.ends is not None:
        end_stay(chance, stay, day, leave.ends)
    else:
        leave.to_on, leave.return_recorded_on = day, day
