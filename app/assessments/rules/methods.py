"""From scores to a preliminary level: by points (GB/T 42195-2022 C.3), by card (MZ/T 039-2013 附录 D), by matrix."""

from collections.abc import Callable, Mapping, Sequence

from app.assessments.rules.card import fillings
from app.assessments.rules.items import Choice, Group
from app.assessments.rules.kinds import ScaleMethod
from app.assessments.rules.ladder import GroupScore, Preliminary
from app.assessments.rules.scale import Scale

__all__ = ["group_score", "preliminary_of"]

NOT_ASSESSED = "x"


def group_score(group: Group, chosen: Mapping[str, Choice]) -> GroupScore:
    """Score a primary indicator: its sum and the band that holds it, or the worst grade among its items."""
    found = [chosen[item.code] for item in group.items if item.code in chosen]
    if group.by == "worst":
        return GroupScore(group, None, max((choice.grade or 0 for choice in found), default=None))
    if len(found) < len(group.items):
        return GroupScore(group, None, None)
    total = sum(choice.score for choice in found)
    grade = next((band.grade for band in group.bands if band.takes(total)), None)
    return GroupScore(group, total, grade)


def preliminary_of(scale: Scale, groups: Sequence[GroupScore]) -> Preliminary:
    """Give the level before any change clause, by the scale's own method."""
    return _METHODS[scale.method](scale, groups)


def _by_points(scale: Scale, groups: Sequence[GroupScore]) -> Preliminary:
    total = sum(group.score or 0 for group in groups)
    for level in scale.levels:
        if level.takes(total):
            return Preliminary(str(total), level.number)
    raise ValueError(f"{scale.code}: no level for {total} points")


def _by_card(scale: Scale, groups: Sequence[GroupScore]) -> Preliminary:
    """Read the card; where a grade was not assessed (coma), the worst that any grade would give counts."""
    if scale.card is None:
        raise ValueError(f"{scale.code}: no card")
    profile = [group.grade for group in groups]
    milder = scale.setting("ambiguous_card") == "milder"
    readings = [scale.card.readings(whole) for whole in fillings(profile)]
    level = max(min(levels) if milder else max(levels) for levels in readings)
    unclear = max(readings, key=len)
    return Preliminary(
        _grades(profile), level, unclear if len(unclear) > 1 else (), scale.card.clause if len(unclear) > 1 else ""
    )


def _by_matrix(scale: Scale, groups: Sequence[GroupScore]) -> Preliminary:
    """Take the row of the first grade and the column of the worst among the others."""
    first, *others = [group.grade for group in groups]
    if scale.matrix is None or first is None:
        raise ValueError(f"{scale.code}: no matrix, or no grade for it")
    return Preliminary(_grades([first, *others]), scale.matrix.level(first, max(grade or 0 for grade in others)))


def _grades(profile: Sequence[int | None]) -> str:
    return "-".join(NOT_ASSESSED if grade is None else str(grade) for grade in profile)


_METHODS: Mapping[ScaleMethod, Callable[[Scale, Sequence[GroupScore]], Preliminary]] = {
    ScaleMethod.POINTS: _by_points,
    ScaleMethod.CARD: _by_card,
    ScaleMethod.MATRIX: _by_matrix,
}
