"""Whose place fell, and by what: families are told of every drop."""

from typing import Any

from app.waitlist.rules.ranking import Ranking

__all__ = ["drops"]


def drops(before: Ranking, after: Ranking, *, cause: str, number: str = "") -> dict[int, dict[str, Any]]:
    """Give what to tell about each entry that stands further back than before, by entry."""
    was = {line.facts.entry_id: line.position for line in before}
    of = len(after)
    return {
        line.facts.entry_id: {
            "from": was[line.facts.entry_id], "to": line.position, "of": of, "cause": cause, "number": number,
            "policy": after.policy.no,
        }
        for line in after
        if line.position > was.get(line.facts.entry_id, line.position)
    }  # fmt: skip
