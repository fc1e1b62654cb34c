"""Scoring: a scale, the answers and the facts give one ladder. Nothing is guessed and nothing is rounded."""

from collections.abc import Mapping

from app.assessments.errors import AnswersIncomplete, ScaleOff
from app.assessments.rules.answers import chosen_of, contradictions, problems_of
from app.assessments.rules.clauses import fired_of
from app.assessments.rules.facts import Facts
from app.assessments.rules.ladder import Result
from app.assessments.rules.methods import group_score, preliminary_of
from app.assessments.rules.scale import Scale

__all__ = ["score"]


def score(scale: Scale, answers: Mapping[str, str], facts: Facts) -> Result:
    """Score the answers (item code → score as text, or the key of a sub-choice) of one assessment under the scale.

    An item without an answer, or with one that is not its choice, is AnswersIncomplete with every problem listed; a
    scale that is shipped off is ScaleOff. The settings are those of `scale.under(…)`.
    """
    if not scale.is_on:
        raise ScaleOff
    if problems := problems_of(scale, answers):
        raise AnswersIncomplete(problems)
    chosen = chosen_of(scale, answers)
    groups = tuple(group_score(group, chosen) for group in scale.groups)
    preliminary = preliminary_of(scale, groups)
    fired = fired_of(scale, preliminary.level, chosen, facts)
    final = scale.level(fired[-1].after if fired else preliminary.level)
    return Result(
        scale.code, scale.version, groups, preliminary, fired, final, contradictions(scale, chosen, facts)
    )  # fmt: skip
