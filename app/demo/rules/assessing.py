"""How able people are: answers drawn around how much somebody has lost, scored by the very scales of the house."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from app.assessments.rules.facts import Facts
from app.assessments.rules.frozen import frozen
from app.assessments.rules.items import Item
from app.assessments.rules.scale import Scale
from app.assessments.rules.scoring import score
from app.assessments.rules.validity import valid_to
from app.assessments.scales import SCALES
from app.demo.rules.chance import Chance
from app.demo.rules.door import AssessmentStory
from app.demo.rules.health import is_forgetful
from app.demo.rules.story import FOREVER, HomeStory, Person, StayStory, days

__all__ = ["ABILITY", "OLDER", "assess", "assess_residents", "lost"]

ABILITY, OLDER = "gbt42195-2022", "mzt039-2013"
_UNCLEAR = {"B.1": 0.25, "B.4": 1.2}
"""Little lost in daily life and everything among others: there the card of the older scale says two things."""


def assess_residents(chance: Chance, home: HomeStory, today: date, share: float) -> list[AssessmentStory]:
    """Assess those who live in a home: most hold, one in six has run out, one in twelve was never assessed."""
    found: list[AssessmentStory] = []
    for number, stay in enumerate(stay for stay in home.stays if stay.to_on == FOREVER):
        draw = chance.child(number)
        if draw.happens(share) and not draw.happens(0.08):
            found += _of_resident(draw, stay, home, today)
    return found


def _of_resident(draw: Chance, stay: StayStory, home: HomeStory, today: date) -> list[AssessmentStory]:
    person, how_much = stay.person, lost(draw, stay.person, today)
    last = today - days(draw.between(185, 330) if draw.happens(0.17) else draw.between(3, 175))
    if last < stay.from_on - days(20):
        last = max(stay.from_on - days(draw.between(1, 9)), today - days(170))
    found = [assess(draw, person, last, how_much, home)]
    before = last - days(draw.between(170, 190))
    if before > stay.from_on and draw.happens(0.12):
        older = draw.happens(0.4)
        milder = max(how_much - 0.1, 0.05)
        found.insert(0, assess(draw, person, before, milder, home, scale=OLDER if older else ABILITY, unsure=older))
        found[-1].first = False
    return found


def lost(chance: Chance, person: Person, day: date) -> float:
    """Say how much of their ability somebody has lost, from 0 to 1: more with age, and with dementia."""
    middle = 0.16 + max(person.age(day) - 66, 0) * 0.013 + (0.12 if is_forgetful(person) else 0.0)
    return min(max(middle + (chance.share() - 0.5) * 0.5, 0.0), 0.95)


def assess(
    chance: Chance, person: Person, on: date, how_much: float, home: HomeStory | None, *, scale: str = ABILITY,
    unsure: bool = False,
) -> AssessmentStory:  # fmt: skip
    """Draw one assessment; an `unsure` one by the older scale is of those whose text allows two readings."""
    ruled = SCALES[scale]
    facts = Facts(coma=False, dementia=is_forgetful(person), psychiatric=False)
    answers = {
        item.code: _answer(chance, best, _UNCLEAR.get(group, 0.05) if unsure else how_much)
        for group, item, best in _choices(scale)
    }
    kept = _kept(ruled, answers, score(ruled, answers, facts))
    months = 12 if scale == OLDER else 6
    return AssessmentStory(
        person, on, scale, answers, kept, valid_to(on, months), home, home if chance.happens(0.55) else None,
        dementia=facts.dementia,
    )  # fmt: skip


def _kept(ruled: Scale, answers: Mapping[str, str], result: Any) -> dict[str, Any]:
    first = result.preliminary
    return {
        "total": first.total, "preliminary": first.level, "final": result.final.number, "clauses": result.clauses,
        "ambiguous": result.is_ambiguous, "ladder": frozen(ruled, answers, result),
        "contradictions": [one.value for one in result.contradictions],
    }  # fmt: skip


@cache
def _choices(code: str) -> list[tuple[str, Item, list[str]]]:
    """Every item with its answers, the best first; nobody is in a coma, and a diagnosis is not made by an item."""
    found = []
    for group in SCALES[code].groups:
        for item in group.items:
            kept = [one for one in item.choices if not (one.coma or one.diagnosis or one.ends)]
            kept.sort(key=lambda one: one.score, reverse=group.better == "higher")
            found.append((group.code, item, [one.answer for one in kept]))
    return found


def _answer(chance: Chance, best: list[str], how_much: float) -> str:
    near = how_much + (chance.share() - 0.5) * 0.4
    return best[min(max(round(near * (len(best) - 1)), 0), len(best) - 1)]
