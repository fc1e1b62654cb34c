"""The end of a stay: what is done that day and in the days after, until the bed is clean."""

from datetime import date

from app.beds.rules.kinds import ClosureReason
from app.demo.rules.chance import Chance
from app.demo.rules.story import FOREVER, ClaimStory, DischargeStory, StayStory, days
from app.stays.rules.kinds import EndReason, LateReason, TaskKind, TaskState

__all__ = ["end_stay", "hazard_of_death", "late_by"]

_DEATHS = ((60, 0.03), (70, 0.05), (76, 0.075), (82, 0.12), (88, 0.2), (94, 0.3), (130, 0.42))
_LATE = {
    LateReason.HANDOVER: 40,
    LateReason.PAPER: 26,
    LateReason.FAMILY: 18,
    LateReason.OUTAGE: 8,
    LateReason.OTHER: 4,
}
_NOTES = {
    EndReason.HOME: ("儿女接回家照顾", "家属接回", ""), EndReason.OTHER_HOME: ("转到离女儿家近的机构", "", ""),
    EndReason.HOSPITAL: ("长期住院治疗", ""), EndReason.DEATH: ("", "", "家属在场"), EndReason.TERM_OVER: ("",),
    EndReason.BREACH: ("多次欠费，协商解除",), EndReason.OTHER: ("外出务工亲属接走", ""),
}  # fmt: skip


def hazard_of_death(age: int) -> float:
    """Give how many of a hundred people of this age in a home die in a year."""
    return next(rate for below, rate in _DEATHS if age < below)


def late_by(chance: Chance, day: date, today: date) -> tuple[date, LateReason | None]:
    """Say when something of a day was entered: nearly always the same day, sometimes later and then with the reason."""
    behind = chance.between(1, 4) if chance.happens(0.035) else 0
    if not behind or day + days(behind) > today:
        return day, None
    return day + days(behind), chance.weighted(_LATE)


def end_stay(chance: Chance, stay: StayStory, day: date, reason: EndReason, *, swept: bool = True) -> None:
    """End a stay on a day, free its beds, and begin the tasks of the discharge."""
    stay.to_on, stay.end_reason, stay.end_recorded_on = day, reason, day
    stay.end_note = chance.pick(_NOTES.get(reason, ("",)))
    away = stay.away
    if away is not None and away.from_on > day:
        # The family had only said that they would come.
        stay.leaves.remove(away)
    elif away is not None:
        away.to_on, away.return_recorded_on, away.with_stay = day, day, True
    if reason is EndReason.DEATH:
        stay.person.died_on = day
    freed = []
    for claim in stay.claims:
        if claim.to_on == FOREVER:
            claim.to_on = day
            claim.bed.taken_by = None
            freed.append(claim)
    if stay in stay.home.residents:
        stay.home.residents.remove(stay)
    if swept:
        stay.discharge = _discharge(chance, stay, freed, day, reason)


def _discharge(
    chance: Chance, stay: StayStory, freed: list[ClaimStory], day: date, reason: EndReason
) -> DischargeStory:
    story = DischargeStory(reason, day)
    dead = reason is EndReason.DEATH
    clean = day + days(chance.between(2, 6) if dead else chance.between(0, 2))
    sort = ClosureReason.BELONGINGS if dead or clean > day + days(1) else ClosureReason.CLEANING
    for claim in freed:
        closed_to = min(clean, claim.bed.to_on)
        if claim.from_on == claim.to_on or closed_to == day:
            continue
        closure = ClaimStory(claim.bed, day, closed_to, reason=sort, planned_end_on=day + days(3))
        claim.bed.closed_to = closed_to
        story.closures.append(closure)
        stay.home.closures.append(closure)
    _settle_tasks(chance, story, day, clean)
    return story


def _settle_tasks(chance: Chance, story: DischargeStory, day: date, clean: date) -> None:
    done = TaskState.DONE
    last = clean + days(chance.between(0, 6))
    story.tasks = {
        TaskKind.SETTLEMENT: (done, day + days(chance.between(0, 4)), ""),
        TaskKind.BELONGINGS: (done, day if clean == day else clean - days(1), ""),
        TaskKind.MEDICINE: (done, day, "") if chance.happens(0.85) else (TaskState.WAIVED, day, "没有剩余药品"),
        TaskKind.DISINFECTION: (done, clean, ""),
        TaskKind.ARCHIVE: (done, last, ""),
        TaskKind.BUREAU: (done, day + days(1), "") if chance.happens(0.6) else (TaskState.WAIVED, day, "不需要报"),
    }
    story.closed_on = max(settled for _state, settled, _note in story.tasks.values() if settled is not None)
