"""Change clauses: what a coma, a diagnosis and repeated risk events do to a preliminary level.

GB/T 42195-2022 C.4 and MZ/T 039-2013 C.3. Raising means less able, never beyond the scale's last level.
"""

from collections.abc import Mapping, Sequence

from app.assessments.rules.facts import Facts, RiskEvent
from app.assessments.rules.items import Choice
from app.assessments.rules.ladder import Fired
from app.assessments.rules.scale import Clause, Scale

__all__ = ["fired_of"]


def fired_of(scale: Scale, preliminary: int, chosen: Mapping[str, Choice], facts: Facts) -> tuple[Fired, ...]:
    """List the clauses whose facts are there, in the standard's order, each with the level before and after it.

    Both kinds of raise are relative to the preliminary level and give one level at most, unless `stack_adjustments`.
    A clause that holds the preliminary level stands alone: the others are not considered (MZ/T 039-2013 C.3, 4).
    """
    met = [clause for clause in scale.clauses if _is_met(scale, clause, chosen, facts)]
    holding = [clause for clause in scale.clauses if clause.holds == preliminary]
    if met and holding:
        return (Fired(holding[0], preliminary, preliminary),)
    return _climbed(scale, preliminary, met)


def _climbed(scale: Scale, preliminary: int, met: Sequence[Clause]) -> tuple[Fired, ...]:
    level, raised = preliminary, 0
    rungs = []
    for clause in met:
        before = level
        if clause.sets is not None:
            level = max(level, _set_level(scale, clause.sets))
        else:
            raised = raised + clause.raises if scale.setting("stack_adjustments") else max(raised, clause.raises)
            level = max(level, min(scale.top, preliminary + raised))
        rungs.append(Fired(clause, before, level))
    return tuple(rungs)


def _set_level(scale: Scale, level: int) -> int:
    """The level of a coma; GB/T 42195-2022 names two, so its file asks."""
    ruled = scale.setting("coma_level")
    return ruled if isinstance(ruled, int) else level


def _is_met(scale: Scale, clause: Clause, chosen: Mapping[str, Choice], facts: Facts) -> bool:
    """Tell whether the facts are there; a clause on the preliminary level itself waits for another one."""
    if clause.when == "coma":
        return facts.coma or any(choice.coma for choice in chosen.values())
    if clause.when == "diagnosis":
        from_item = scale.setting("diagnosis_from_item") is True
        return facts.is_diagnosed or (from_item and any(choice.diagnosis for choice in chosen.values()))
    if clause.when == "risk_events":
        return _events(scale, clause, facts) >= clause.at_least
    return False


def _events(scale: Scale, clause: Clause, facts: Facts) -> int:
    """Count the events of the kinds the clause names, over all kinds or, if so ruled, of the most frequent kind."""
    named = {*clause.kinds, RiskEvent.UNSORTED}
    counts = [count for kind, count in facts.risk_events.items() if kind in named]
    return max(counts, default=0) if scale.setting("count_risk_per_kind") else sum(counts)
