"""A ladder as it is kept with its assessment: codes, numbers and the words of that day, so that it reads alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.assessments.rules.items import Group
from app.assessments.rules.ladder import Result
from app.assessments.rules.scale import Scale, SettingValue
from app.core.i18n import _

__all__ = ["ClauseRung", "GroupRung", "Rungs", "frozen", "read_rungs", "settings_of"]


@dataclass(frozen=True, slots=True)
class GroupRung:
    """One primary indicator with its score and grade; `max` is the highest score, 0 where it is not summed."""

    code: str
    name: str
    score: int | None
    max: int
    grade: int | None

    @property
    def label(self) -> str:
        """The indicator's name on the screen."""
        return _(self.name)


@dataclass(frozen=True, slots=True)
class ClauseRung:
    """One change clause that spoke, with the level before and after it; equal at a cap."""

    code: str
    clause: str
    words: str
    before: int
    after: int

    @property
    def label(self) -> str:
        """What the clause says, on the screen."""
        return _(self.words)


@dataclass(frozen=True, slots=True)
class Rungs:
    """A ladder read back: scores → total → preliminary → each clause → final, with the answers at its foot.

    `readings` are the levels that an ambiguous text allowed, the milder first, and `readings_clause` is that text.
    """

    answers: Mapping[str, str]
    groups: tuple[GroupRung, ...]
    total: str
    preliminary: int
    preliminary_name: str
    readings: tuple[int, ...]
    readings_clause: str
    clauses: tuple[ClauseRung, ...]
    final: int
    final_name: str

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether a declared local rule chose between two readings."""
        return bool(self.readings)

    @property
    def preliminary_label(self) -> str:
        """The preliminary level in words."""
        return _(self.preliminary_name)

    @property
    def final_label(self) -> str:
        """The final level in words."""
        return _(self.final_name)


def frozen(scale: Scale, answers: Mapping[str, str], result: Result) -> dict[str, Any]:
    """Give a result as it is kept. The same answers under the same scale give the same, on any machine."""
    known = {item.code for item in scale.items}
    preliminary = result.preliminary
    return {
        "answers": {code: answers[code] for code in sorted(known & answers.keys())},
        "groups": [
            {"code": one.group.code, "name": one.group.name, "score": one.score, "max": _highest(one.group),
             "grade": one.grade}
            for one in result.groups
        ],
        "total": preliminary.total,
        "preliminary": preliminary.level,
        "preliminary_name": scale.level(preliminary.level).name,
        "readings": list(preliminary.readings),
        "readings_clause": preliminary.clause,
        "clauses": [
            {"code": one.clause.code, "clause": one.clause.clause, "words": one.clause.words, "before": one.before,
             "after": one.after}
            for one in result.fired
        ],
        "final": result.final.number,
        "final_name": result.final.name,
    }  # fmt: skip


def read_rungs(kept: Mapping[str, Any]) -> Rungs:
    """Read a ladder as it is kept."""
    return Rungs(
        kept["answers"],
        tuple(GroupRung(**one) for one in kept["groups"]),
        kept["total"],
        kept["preliminary"],
        kept["preliminary_name"],
        tuple(kept["readings"]),
        kept["readings_clause"],
        tuple(ClauseRung(**one) for one in kept["clauses"]),
        kept["final"],
        kept["final_name"],
    )


def settings_of(scale: Scale) -> dict[str, SettingValue]:
    """Give every setting of the scale with the answer in force, defaults included."""
    found = {setting.code: scale.setting(setting.code) for setting in scale.settings}
    return {code: value for code, value in found.items() if value is not None}


def _highest(group: Group) -> int:
    return group.max if group.by == "sum" else 0
