"""What an answer may be: every item answered with one of its own choices, and nothing taken for granted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.assessments.rules.facts import Facts
from app.assessments.rules.items import Choice, Item
from app.assessments.rules.scale import Scale
from app.core.i18n import N_, _

__all__ = ["AnswerFault", "AnswerProblem", "Contradiction", "chosen_of", "contradictions", "problems_of"]


class AnswerFault(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    NOT_A_CHOICE = "not_a_choice"
    UNKNOWN_ITEM = "unknown_item"


_FAULTS = {
    AnswerFault.MISSING: N_("没有填。请按评估表补上，可填 {choices}"),
    AnswerFault.NOT_A_CHOICE: N_("「{found}」不是这一项的得分。请按评估表改正，可填 {choices}"),
    AnswerFault.UNKNOWN_ITEM: N_("量表里没有这一项。请核对编号，或删去这一项"),
}


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One answer that cannot be scored: the item's code, what is wrong, what was found and what may be answered."""

    item: str
    fault: AnswerFault
    found: str = ""
    choices: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return _(_FAULTS[self.fault]).format(found=self.found, choices=_("、").join(self.choices))


class Contradiction(StrEnum):
    """Two records that do not go together; the level stands, the assessors are asked to look again."""

    COMA_NOT_CHOSEN = "coma_not_chosen"
    DIAGNOSIS_NOT_RECORDED = "diagnosis_not_recorded"

    @property
    def label(self) -> str:
        """What to look at, on the screen."""
        return _(_CONTRADICTIONS[self])


_CONTRADICTIONS = {
    Contradiction.COMA_NOT_CHOSEN: N_("记了昏迷，意识水平却没有选昏迷。请两处核对一致"),
    Contradiction.DIAGNOSIS_NOT_RECORDED: N_("认知功能选了已确诊，却没有登记诊断。有诊断的请补登，没有的请改选"),
}


def problems_of(scale: Scale, answers: Mapping[str, str]) -> list[AnswerProblem]:
    """List what keeps the answers (item code → score, or key of a sub-choice) from being scored, in the form's order."""
    known = {item.code for item in scale.items}
    found = [_problem(item, answers.get(item.code, "")) for item in scale.items]
    spared = _spared(scale, answers)
    kept = [one for one in found if one and not (one.item in spared and one.fault is AnswerFault.MISSING)]
    return kept + [AnswerProblem(code, AnswerFault.UNKNOWN_ITEM) for code in answers if code not in known]


def chosen_of(scale: Scale, answers: Mapping[str, str]) -> dict[str, Choice]:
    """Give the choice of each answered item; the answers are known to be without problems."""
    found = {item.code: item.choice_of(answers.get(item.code, "")) for item in scale.items}
    return {code: choice for code, choice in found.items() if choice is not None}


def contradictions(scale: Scale, chosen: Mapping[str, Choice], facts: Facts) -> tuple[Contradiction, ...]:
    """List where the answers and the recorded facts do not go together."""
    awake = [
        choice.coma
        for item in scale.items
        for choice in item.choices
        if choice.coma and item.code in chosen and chosen[item.code].score != choice.score
    ]
    found = []
    if facts.coma and awake:
        found.append(Contradiction.COMA_NOT_CHOSEN)
    if not facts.is_diagnosed and any(choice.diagnosis for choice in chosen.values()):
        found.append(Contradiction.DIAGNOSIS_NOT_RECORDED)
    return tuple(found)


def _problem(item: Item, answer: str) -> AnswerProblem | None:
    may = tuple(choice.answer for choice in item.choices)
    if not answer:
        return AnswerProblem(item.code, AnswerFault.MISSING, choices=may)
    if item.choice_of(answer) is None:
        return AnswerProblem(item.code, AnswerFault.NOT_A_CHOICE, answer, may)
    return None


def _spared(scale: Scale, answers: Mapping[str, str]) -> set[str]:
    """The items that need no answer because one before them ended the questions (MZ/T 039-2013 B.3.1, 昏迷)."""
    codes = [item.code for item in scale.items]
    for place, item in enumerate(scale.items):
        choice = item.choice_of(answers.get(item.code, ""))
        if choice and choice.ends:
            return set(codes[place + 1 :])
    return set()
