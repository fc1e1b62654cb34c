"""The last touch: what lies beyond today is undone, and what the pages are there to find is put in their way."""

from copy import copy
from datetime import date

from app.beds.rules.kinds import ClosureReason
from app.demo.rules.chance import Chance
from app.demo.rules.departing import end_stay, late_by
from app.demo.rules.homes import SHOWPIECE
from app.demo.rules.story import (
    FOREVER,
    BedStory,
    ClaimStory,
    DischargeStory,
    HomeStory,
    LeaveStory,
    StayStory,
    TransferStory,
    days,
)
from app.demo.rules.town import Town
from app.residents.rules.kinds import NoIdReason
from app.stays.rules.kinds import EndReason, Escort, LeaveKind, StayKind, TaskKind, TaskState

__all__ = ["finish"]

_OPEN_LATE = (TaskKind.BELONGINGS, TaskKind.DISINFECTION, TaskKind.ARCHIVE)


def finish(chance: Chance, town: Town) -> None:
    """Leave the town as it stands today."""
    today = town.today
    for home in town.homes:
        for closure in home.closures:
            if closure.to_on > today:
                closure.to_on = FOREVER
        for stay in home.stays:
            if stay.discharge is not None:
                _leave_open(stay.discharge, today)
        if home.closed_on is None:
            _trouble(chance.child("trouble", home.plan.code), home, today)
        for number, stay in enumerate(home.stays):
            _enter_late(chance.child("late", home.plan.code, number), stay, today)
    _open_transfers(chance, town)
    _second_files(chance.child("second"), town)


def _leave_open(story: DischargeStory, today: date) -> None:
    for kind, (state, settled, note) in story.tasks.items():
        if settled is not None and settled > today:
            story.tasks[kind] = (TaskState.OPEN, None, "")
        else:
            story.tasks[kind] = (state, settled, note)
    if any(state is TaskState.OPEN for state, _settled, _note in story.tasks.values()):
        story.closed_on = None


def _trouble(chance: Chance, home: HomeStory, today: date) -> None:
    show = home.plan.code == SHOWPIECE
    if show or chance.happens(0.4):
        _overdue(chance, home, today, 2 if show else 1)
    if show:
        _at_hospital(chance, home, today, 2)
        _just_gone(chance, home, today)
        _pays_for_two(home, today)
    if show or chance.happens(0.3):
        _never_cleaned(chance, home, today)
    if show or chance.happens(0.4):
        _closed_past_plan(chance, home, today)


def _overdue(chance: Chance, home: HomeStory, today: date, count: int) -> None:
    """Some who went home should have been back."""
    for stay in chance.some(_in_house(home, today), count):
        went = today - days(chance.between(8, 14))
        leave = LeaveStory(LeaveKind.HOME, went, today - days(chance.between(1, 5)), Escort.FAMILY, "女儿家")
        stay.leaves.append(leave)


def _at_hospital(chance: Chance, home: HomeStory, today: date, count: int) -> None:
    for stay in chance.some(_in_house(home, today), count):
        went = today - days(chance.between(1, 6))
        stay.leaves.append(LeaveStory(LeaveKind.HOSPITAL, went, None, Escort.AMBULANCE, "富顺县人民医院"))


def _in_house(home: HomeStory, today: date) -> list[StayStory]:
    """Who has been in the house for a month, and in one bed."""
    since = today - days(30)
    return [
        stay for stay in home.residents
        if stay.from_on < since and stay.away is None and stay.kind_on(today) is StayKind.LONG
        and all(leave.to_on < since for leave in stay.leaves)
    ]  # fmt: skip


def _never_cleaned(chance: Chance, home: HomeStory, today: date) -> None:
    """Somebody died weeks ago, and nobody has cleared the bed."""
    day = today - days(chance.between(19, 27))
    found = [stay for stay in _in_house(home, today) if stay.claims[-1].from_on < day and len(stay.claims) == 1
             and stay.bed.room.sex is not None and not stay.changes]  # fmt: skip
    if not found:
        return
    stay = max(found, key=lambda one: one.person.age(today))
    end_stay(chance, stay, day, EndReason.DEATH)
    story = stay.discharge
    if story is None:
        return
    for closure in story.closures:
        closure.to_on, closure.reason = FOREVER, ClosureReason.BELONGINGS
        closure.bed.closed_to = FOREVER
    for kind in _OPEN_LATE:
        story.tasks[kind] = (TaskState.OPEN, None, "")
    story.closed_on = None


def _just_gone(chance: Chance, home: HomeStory, today: date) -> None:
    """Somebody went home yesterday, and the bed waits to be cleaned."""
    found = [stay for stay in _in_house(home, today) if not stay.person.supported and stay.bed.room.sex is not None]
    if not found:
        return
    stay = chance.pick(found)
    end_stay(chance, stay, today - days(1), EndReason.HOME)
    story = stay.discharge
    if story is None:
        return
    for claim in stay.claims:
        if claim.to_on == today - days(1) and not any(one.bed is claim.bed for one in story.closures):
            closure = ClaimStory(claim.bed, claim.to_on, reason=ClosureReason.CLEANING, planned_end_on=today + days(1))
            story.closures.append(closure)
            home.closures.append(closure)
    for closure in story.closures:
        closure.to_on, closure.bed.closed_to = FOREVER, FOREVER
    story.tasks[TaskKind.DISINFECTION] = (TaskState.OPEN, None, "")
    story.tasks[TaskKind.ARCHIVE] = (TaskState.OPEN, None, "")
    story.closed_on = None


def _pays_for_two(home: HomeStory, today: date) -> None:
    """Somebody has a room of two for themselves."""
    for stay in _in_house(home, today):
        lain = stay.claims[-1].from_on
        for bed in stay.bed.room.beds:
            last = max((one.to_on for one in _claims_on(home, bed)), default=date.min)
            if bed is stay.bed or not bed.is_free(today) or stay.person.supported or bed.room.unit:
                continue
            bed.taken_by = stay
            stay.claims.insert(0, ClaimStory(bed, max(last, lain, today - days(90)), private=True))
            return


def _claims_on(home: HomeStory, bed: BedStory) -> list[ClaimStory]:
    claims = [claim for stay in home.stays for claim in stay.claims] + home.closures
    return [claim for claim in claims if claim.bed is bed]


def _closed_past_plan(chance: Chance, home: HomeStory, today: date) -> None:
    """A bed is still closed although it should be ready by now."""
    began = today - days(40)
    free = [bed for bed in home.beds if bed.is_free(today) and _untouched(home, bed, began)]
    if free:
        bed = chance.pick(free)
        home.closures.append(
            ClaimStory(
                bed, began, reason=ClosureReason.REPAIR, planned_end_on=today - days(12), note="卫生间漏水，等配件"
            )
        )
        bed.closed_to = FOREVER


def _untouched(home: HomeStory, bed: BedStory, since: date) -> bool:
    return all(claim.to_on < since for claim in _claims_on(home, bed))


def _open_transfers(chance: Chance, town: Town) -> None:
    """Two are asked for and not done: one waits for the other home, one for the county."""
    homes = [home for home in town.homes if home.closed_on is None]
    if len(homes) < 2:
        return
    receiving = next((home for home in homes if home.plan.code == SHOWPIECE), homes[0])
    for number, step in enumerate(("asked", "accepted")):
        giving = [home for home in homes if home is not receiving][number % (len(homes) - 1)]
        found = [stay for stay in _in_house(giving, town.today) if receiving.free_beds(town.today, stay.person.sex)]
        if not found:
            continue
        stay = chance.pick(found)
        story = TransferStory(stay, giving, receiving, town.today + days(3 + number), step=step)
        story.bed = receiving.free_beds(town.today, stay.person.sex)[0] if step == "accepted" else None
        town.transfers.append(story)


def _second_files(chance: Chance, town: Town) -> None:
    """Some who came back have a second file: typed again without the card, or with the birthday a day off."""
    found = [
        stays[-1] for home in town.homes for stays in _stays_by_person(home).values()
        if len(stays) > 1 and stays[-1].person.died_on is None
    ]  # fmt: skip
    for stay in chance.some(found, 3):
        first = stay.person
        second = copy(first)
        second.no_id_reason, second.papers, second.related = NoIdReason.PENDING, [], []
        second.filed_on, second.home, second.homes = stay.from_on, stay.home, {stay.home.plan.code}
        if second.born_on.day > 1 and chance.happens(0.5):
            second.born_on, second.lunar = second.born_on - days(1), None
        stay.person = second
        town.people.append(second)


def _stays_by_person(home: HomeStory) -> dict[int, list[StayStory]]:
    found: dict[int, list[StayStory]] = {}
    for stay in home.stays:
        if stay.person.homes == {home.plan.code}:
            found.setdefault(id(stay.person), []).append(stay)
    return found


def _enter_late(chance: Chance, stay: StayStory, today: date) -> None:
    """Enter some ends and absences some days after they happened."""
    if stay.to_on <= today:
        stay.end_recorded_on, stay.end_late = late_by(chance, stay.to_on, today)
    for leave in stay.leaves:
        leave.recorded_on, leave.late = late_by(chance, leave.from_on, today)
        if leave.to_on > today:
            continue
        leave.return_recorded_on, leave.return_late = late_by(chance, leave.to_on, today)
        if leave.with_stay and stay.end_recorded_on is not None:
            leave.return_recorded_on, leave.return_late = stay.end_recorded_on, stay.end_late
        if leave.return_recorded_on < leave.recorded_on:
            leave.return_recorded_on, leave.return_late = leave.recorded_on, leave.late
