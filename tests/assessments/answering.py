"""Answers for the tests: the best there are, some of a wanted total or profile, and any at all."""

from collections.abc import Mapping

from hypothesis import strategies as st

from app.assessments.rules.facts import Facts, RiskEvent
from app.assessments.rules.items import Choice, Group
from app.assessments.rules.ladder import Result
from app.assessments.rules.scale import Scale
from app.assessments.rules.scoring import score
from app.assessments.scales import SCALES

GBT, MZT = SCALES["gbt42195-2022"], SCALES["mzt039-2013"]
HEALTHY = Facts(coma=False, dementia=False, psychiatric=False)

# One sum or profile of each grade, in the order of MZ/T 039's primary indicators.
GRADED: list[list[dict[str, str]]] = [
    [
        {f"B.1.{n}": str(points) for n, points in enumerate(row, 1)}
        for row in (
            (10, 5, 5, 10, 10, 10, 10, 15, 15, 10),
            (5, 5, 5, 10, 10, 10, 10, 15, 15, 10),
            (0, 0, 0, 0, 0, 10, 10, 15, 15, 10),
            (0, 0, 0, 0, 0, 0, 0, 15, 15, 10),
        )
    ],
    [{"B.2.1": a, "B.2.2": b, "B.2.3": c} for a, b, c in ("000", "100", "011", "022")],
    [{"B.3.1": a, "B.3.2": b, "B.3.3": c, "B.3.4": d} for a, b, c, d in ("0110", "0200", "0130", "0003")],
    [{f"B.4.{n}": points for n, points in enumerate(row, 1)} for row in ("02000", "30000", "40400", "44402")],
]


def facts(*, coma: bool = False, dementia: bool = False, psychiatric: bool = False, events: int = 0) -> Facts:
    return Facts(coma, dementia, psychiatric, {RiskEvent.UNSORTED: events})


def best(scale: Scale) -> dict[str, str]:
    """Answer every item as the most able would."""
    return {item.code: by_ability(group, item.choices)[-1].answer for group in scale.groups for item in group.items}


def by_ability(group: Group, choices: tuple[Choice, ...]) -> list[Choice]:
    """Put choices from the least able to the most able; a coma is less than stupor."""
    sign = 1 if group.better == "higher" else -1
    return sorted(choices, key=lambda choice: (sign * choice.score, not choice.coma))


def of_total(scale: Scale, total: int) -> dict[str, str]:
    """Answer so that the points add up to the total."""
    answers = best(scale)
    left = scale.max - total
    for item in scale.items:
        taken = min(left, item.max)
        answers[item.code] = str(item.max - taken)
        left -= taken
    return answers


def of_profile(profile: tuple[int, int, int, int]) -> dict[str, str]:
    """Answer MZ/T 039 so that the four primary indicators have these grades."""
    return {
        code: answer for graded, grade in zip(GRADED, profile, strict=True) for code, answer in graded[grade].items()
    }


def levels(result: Result) -> tuple[int, int]:
    return result.preliminary.level, result.final.number


def scored(scale: Scale, answers: Mapping[str, str], recorded: Facts = HEALTHY) -> Result:
    return score(scale, answers, recorded)


def any_answers(scale: Scale) -> st.SearchStrategy[dict[str, str]]:
    """Draw answers that can be scored."""
    return st.fixed_dictionaries(
        {item.code: st.sampled_from([choice.answer for choice in item.choices]) for item in scale.items}
    )


any_facts = st.builds(
    Facts,
    coma=st.booleans(),
    dementia=st.booleans(),
    psychiatric=st.booleans(),
    risk_events=st.dictionaries(st.sampled_from(list(RiskEvent)), st.integers(0, 3), max_size=3),
)


def any_rulings(scale: Scale) -> st.SearchStrategy[dict[str, bool | int | str]]:
    """Draw an answer to each open question of the scale."""
    return st.fixed_dictionaries({setting.code: st.sampled_from(setting.allowed) for setting in scale.settings})
