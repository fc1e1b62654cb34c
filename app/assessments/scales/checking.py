"""Checking a scale's own arithmetic: each total adds up, each score has its choice, each sum and profile its level."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import product

from app.assessments.rules.card import GRADES, UNCLEAR
from app.assessments.rules.items import Group, Item
from app.assessments.rules.kinds import ScaleMethod
from app.assessments.rules.scale import Scale

__all__ = ["faults_of", "reachable"]


SETTINGS = {"ambiguous_card", "coma_level", "count_risk_per_kind", "diagnosis_from_item", "stack_adjustments"}
"""The questions that the rules ask."""


def faults_of(scale: Scale) -> list[str]:
    """List what does not add up, each with the key it stands under; empty for a scale that may be used."""
    return [
        *_faults_of_codes(scale),
        *(fault for group in scale.groups for fault in _faults_of_group(group)),
        *_faults_of_levels(scale),
        *_faults_of_clauses(scale),
        *_faults_of_settings(scale),
        *_METHODS[scale.method](scale),
    ]


def reachable(items: Iterable[Item]) -> set[int]:
    """Give every sum that some answers reach."""

    def with_item(sums: set[int], item: Item) -> set[int]:
        return {total + choice.score for total in sums for choice in item.choices}

    return reduce(with_item, items, {0})


def _faults_of_codes(scale: Scale) -> Iterator[str]:
    named = {
        "groups": [group.code for group in scale.groups],
        "items": [item.code for item in scale.items],
        "clauses": [clause.code for clause in scale.clauses],
        "settings": [setting.code for setting in scale.settings],
    }
    for key, codes in named.items():
        yield from (f"{key}.{code}: stands twice" for code, count in Counter(codes).items() if count > 1)
    if not scale.items:
        yield "groups: no items"
    if scale.method is not ScaleMethod.CARD and any(choice.ends for item in scale.items for choice in item.choices):
        yield "items: only where a card gives the level may a choice end the questions"
    if scale.valid_until is not None and scale.valid_until <= scale.valid_from:
        yield "valid_until: not after valid_from"


def _faults_of_group(group: Group) -> Iterator[str]:
    key = f"groups.{group.code}"
    yield from (fault for item in group.items for fault in _faults_of_item(group, item))
    if group.by == "sum" and sum(item.max for item in group.items) != group.max:
        yield f"{key}.max: {group.max}, but its items give {sum(item.max for item in group.items)}"
    if group.bands:
        for total in sorted(reachable(group.items)):
            holding = [band for band in group.bands if band.takes(total)]
            if len(holding) != 1:
                yield f"{key}.bands: {len(holding)} bands for a sum of {total}"


def _faults_of_item(group: Group, item: Item) -> Iterator[str]:
    key = f"items.{item.code}"
    scores = [choice.score for choice in item.choices]
    if not item.code.startswith(f"{group.code}."):
        yield f"{key}.code: stands in group {group.code}"
    if max(scores, default=-1) != item.max or min(scores, default=-1) != 0:
        yield f"{key}.choices: do not reach from 0 to {item.max}"
    elif set(scores) != set(range(0, item.max + 1, group.step)):
        yield f"{key}.choices: a score between 0 and {item.max} has no choice"
    if len({choice.answer for choice in item.choices}) < len(item.choices):
        yield f"{key}.choices: two choices for the same answer; give one of them a key"
    if any(not choice.words for choice in item.choices):
        yield f"{key}.choices: a choice without words"
    if group.by == "worst" and any(choice.grade is None for choice in item.choices):
        yield f"{key}.choices: a choice without a grade"


def _faults_of_levels(scale: Scale) -> Iterator[str]:
    if [level.number for level in scale.levels] != list(range(len(scale.levels))) or not scale.levels:
        yield "levels: not numbered 0, 1, 2 … in order"


def _faults_of_clauses(scale: Scale) -> Iterator[str]:
    numbers = {level.number for level in scale.levels}
    for clause in scale.clauses:
        key = f"clauses.{clause.code}"
        if not {level for level in (clause.sets, clause.holds) if level is not None} <= numbers:
            yield f"{key}: names a level that does not exist"
        if [clause.sets is not None, clause.raises > 0, clause.holds is not None].count(True) != 1:
            yield f"{key}: must do one thing: set, raise or hold"
        if clause.when == "risk_events" and (clause.at_least < 1 or not clause.kinds):
            yield f"{key}: counts events, so it needs at_least and kinds"
        if (clause.when == "preliminary") != (clause.holds is not None):
            yield f"{key}: holding and the preliminary level belong together"


def _faults_of_settings(scale: Scale) -> Iterator[str]:
    for setting in scale.settings:
        if setting.default not in setting.allowed:
            yield f"settings.{setting.code}.default: not one of the allowed"
        if setting.code not in SETTINGS:
            yield f"settings.{setting.code}: no rule asks for it"


def _faults_of_points(scale: Scale) -> Iterator[str]:
    """Every total that can be reached lies in exactly one level, and the highest is the scale's own."""
    totals = reachable(scale.items)
    if max(totals) != scale.max or sum(group.max for group in scale.groups) != scale.max:
        yield f"max: {scale.max}, but the items give {max(totals)}"
    for total in sorted(totals):
        holding = [level for level in scale.levels if level.takes(total)]
        if len(holding) != 1:
            yield f"levels: {len(holding)} levels for {total} points"


def _faults_of_card(scale: Scale) -> Iterator[str]:
    """The card has a level that exists for each of the 256 profiles, and as many ambiguous ones as it says."""
    card = scale.card
    if card is None or len(scale.groups) != len(GRADES):
        yield "card: a card needs [card] and four groups"
        return
    expected = {f"{first}-{second}" for first, second in product(GRADES, GRADES)}
    if card.rows.keys() != expected:
        yield f"card.rows: not the rows 0-0 … 3-3: {sorted(card.rows.keys() ^ expected)}"
    may = {str(level.number) for level in scale.levels} | {UNCLEAR}
    for name, row in card.rows.items():
        if [len(block) for block in row.split()] != [len(GRADES)] * len(GRADES) or not set(row) - {" "} <= may:
            yield f"card.rows.{name}: not four blocks of four levels"
    if sum(row.count(UNCLEAR) for row in card.rows.values()) != card.unclear_profiles:
        yield f"card.unclear_profiles: {card.unclear_profiles}, but the rows have another number of {UNCLEAR}"
    yield from _faults_of_grades(scale)


def _faults_of_matrix(scale: Scale) -> Iterator[str]:
    """The matrix has a level that exists for each pair of grades."""
    matrix = scale.matrix
    if matrix is None or not scale.groups[1:]:
        yield "matrix: a matrix needs [matrix] and two groups or more"
        return
    levels = {level.number for level in scale.levels}
    if [len(row) for row in matrix.rows] != [len(GRADES)] * len(GRADES):
        yield "matrix.rows: not four rows of four levels"
    elif not {level for row in matrix.rows for level in row} <= levels:
        yield "matrix.rows: names a level that does not exist"
    yield from _faults_of_grades(scale)


def _faults_of_grades(scale: Scale) -> Iterator[str]:
    """Every group that is summed gives one of the four grades."""
    for group in scale.groups:
        given = {band.grade for band in group.bands}
        if group.by == "worst":
            given = {choice.grade for item in group.items for choice in item.choices if choice.grade is not None}
        if not given or not given <= set(GRADES):
            yield f"groups.{group.code}: grades {sorted(given)}, but a grade is 0 to {GRADES[-1]}"


_METHODS = {
    ScaleMethod.POINTS: _faults_of_points,
    ScaleMethod.CARD: _faults_of_card,
    ScaleMethod.MATRIX: _faults_of_matrix,
}
