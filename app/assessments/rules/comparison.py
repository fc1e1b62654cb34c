"""Assessments of one person side by side: how each primary indicator went, under one scale at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.assessments.rules.frozen import Rungs
from app.core.i18n import _

__all__ = ["Comparison", "GroupLine", "Point", "ScoredOn", "compare"]


@dataclass(frozen=True, slots=True)
class ScoredOn:
    """A signed assessment as far as it is compared."""

    assessment_id: int
    scale: str
    assessed_on: date
    rungs: Rungs


@dataclass(frozen=True, slots=True)
class Point:
    """One assessment on a line; `value` is the score, the grade where it is not summed, None where it was not asked."""

    assessment_id: int
    assessed_on: date
    value: int | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One primary indicator over time, the oldest first; `max` is the highest value, `better` says which end is able."""

    code: str
    name: str
    max: int
    better: str
    points: tuple[Point, ...]

    @property
    def label(self) -> str:
        """The indicator's name on the screen."""
        return _(self.name)

    @property
    def change(self) -> int | None:
        """What the newest has gained on the one before it."""
        known = [point.value for point in self.points if point.value is not None]
        return known[-1] - known[-2] if len(known) > 1 else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything assessed under one scale: the indicators' lines, and the levels."""

    scale: str
    groups: tuple[GroupLine, ...]
    levels: tuple[Point, ...]


def compare(scored: Iterable[ScoredOn], better: Mapping[tuple[str, str], str]) -> list[Comparison]:
    """Draw the lines for each scale, the scale of the newest assessment first; scales are never mixed.

    `better` says for a scale and a group whether the higher or the lower value is more able.
    """
    of_scale: dict[str, list[ScoredOn]] = {}
    for one in sorted(scored, key=lambda each: (each.assessed_on, each.assessment_id)):
        of_scale.setdefault(one.scale, []).append(one)
    newest_first = sorted(of_scale.items(), key=lambda item: _place(item[1][-1]), reverse=True)
    return [_comparison(scale, each, better) for scale, each in newest_first]


def _place(one: ScoredOn) -> tuple[date, int]:
    return one.assessed_on, one.assessment_id


def _comparison(scale: str, each: Sequence[ScoredOn], better: Mapping[tuple[str, str], str]) -> Comparison:
    levels = tuple(Point(one.assessment_id, one.assessed_on, one.rungs.final) for one in each)
    lines = tuple(
        _line(each, place, better.get((scale, group.code), "higher"))
        for place, group in enumerate(each[-1].rungs.groups)
    )
    return Comparison(scale, lines, levels)


def _line(each: Sequence[ScoredOn], place: int, better: str) -> GroupLine:
    group = each[-1].rungs.groups[place]
    summed = bool(group.max)
    points = []
    for one in each:
        found = next((rung for rung in one.rungs.groups if rung.code == group.code), None)
        value = None if found is None else found.score if summed else found.grade
        points.append(Point(one.assessment_id, one.assessed_on, value))
    return GroupLine(group.code, group.name, group.max or 3, better if summed else "lower", tuple(points))
