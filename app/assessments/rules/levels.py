"""Which level holds on which day: that of the newest signed assessment, until the next one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.assessments.rules.validity import is_valid
from app.core.i18n import _

__all__ = ["COUNTED_SCALE", "COUNTED_SCALES", "LevelOn", "LevelSpan", "SignedLevel", "spans_of"]

COUNTED_SCALE = "gbt42195-2022"
"""The scale whose levels 0 to 4 are counted by day; a level of another scale is never converted into one of these."""

COUNTED_SCALES = frozenset({COUNTED_SCALE})


class SignedLevel(NamedTuple):
    """A signed ability assessment as far as its level goes."""

    elder_id: int
    assessment_id: int
    scale: str
    level: int
    assessed_on: date


class LevelSpan(NamedTuple):
    """From which day to which somebody is of a level; the last day is not in."""

    elder_id: int
    level: int
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class LevelOn:
    """The level somebody has on a day, by the newest signed assessment; `valid_to` is the first day it no longer holds.

    `assessor_home_id` is the home its assessors belong to, None for the county or a third party.
    """

    scale: str
    level: int
    name: str
    assessed_on: date
    valid_from: date
    valid_to: date | None
    dementia: bool
    assessment_id: int
    assessor_home_id: int | None

    @property
    def label(self) -> str:
        """The level in words."""
        return _(self.name)

    @property
    def is_counted(self) -> bool:
        """Whether it is of the scale whose levels are counted and compared."""
        return self.scale in COUNTED_SCALES

    def is_valid(self, day: date) -> bool:
        """Whether it holds on a day; one that has run out still counts, but another one is due."""
        return is_valid(self.valid_from, self.valid_to, day)


def spans_of(signed: Iterable[SignedLevel]) -> Iterator[LevelSpan]:
    """Cut the assessments of some people into spans. Under another scale than the counted one nobody has a level."""
    people: dict[int, list[SignedLevel]] = {}
    for one in sorted(signed, key=lambda each: (each.assessed_on, each.assessment_id)):
        people.setdefault(one.elder_id, []).append(one)
    for elder_id, each in people.items():
        ends = [*(following.assessed_on for following in each[1:]), date.max]
        for one, to_on in zip(each, ends, strict=True):
            if one.scale in COUNTED_SCALES and one.assessed_on < to_on:
                yield LevelSpan(elder_id, one.level, one.assessed_on, to_on)
