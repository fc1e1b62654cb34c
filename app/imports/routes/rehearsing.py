"""A rehearsal as the page shows it: counts that filter, rows before and after, what is left alone."""

from typing import Any

from app.core.errors import DomainError
from app.core.i18n import _
from app.imports.routes.asking import AskedRun
from app.imports.rules.agreeing import Agreed
from app.imports.rules.plans import Outcome
from app.imports.rules.telling import created_by_level, say_created
from app.imports.service import Examined

__all__ = ["agreement", "rehearsal_facts"]

SHOWN = 40
SIGNS = {Outcome.NEW: "＋", Outcome.CHANGED: "✎", Outcome.UNCHANGED: "＝", Outcome.SKIPPED: "⤼"}


def agreement(text: str) -> Agreed:
    """Read what the form carries back; what cannot be read agrees to nothing."""
    try:
        return Agreed.read(text)
    except ValueError:
        raise DomainError from None


def rehearsal_facts(asked: AskedRun, found: Examined) -> dict[str, Any]:
    """Everything the page needs of the plan."""
    plan, telling = found.rehearsal.plan, found.kind.telling
    counts = plan.counts
    chosen = _chosen(asked.request.query_params.get("outcome", ""), counts)
    here = asked.at("imports.rehearsal.show")
    rows = [number for number, outcome in sorted(plan.outcomes.items()) if outcome is chosen]
    new = plan.created(telling.main)
    return {
        "plan": plan,
        "created": created_by_level(telling, plan),
        "said": say_created(telling, plan),
        "new_beds": sum(not each.values.get("extra", False) for each in new),
        "chosen": chosen,
        "filters": [
            {
                "text": outcome.label, "count": counts[outcome], "sign": SIGNS[outcome],
                "href": f"{here}?outcome={outcome.value}", "current": outcome is chosen,
            }
            for outcome in Outcome
        ],
        "total": sum(counts.values()),
        "writes": counts[Outcome.NEW] + counts[Outcome.CHANGED],
        "changes": [(each, telling.lines_of(each.fields)) for each in plan.changes][:SHOWN],
        "new_title": _(telling.new_title),
        "new_heads": [_(head) for head in telling.heads],
        "new_count": len(new),
        "new_lines": [(telling.new_line(each), each.rows[0]) for each in new[:SHOWN]],
        "absent": _(telling.absent).format(n=len(plan.absent)),
        "rows": rows,
        "why": _why_skipped(found),
        "shown": SHOWN,
    }  # fmt: skip


def _chosen(asked: str, counts: dict[Outcome, int]) -> Outcome:
    """The outcome in the address, else the first one there is."""
    known = {outcome.value: outcome for outcome in Outcome}
    return known.get(asked) or next((outcome for outcome in Outcome if counts[outcome]), Outcome.UNCHANGED)


def _why_skipped(found: Examined) -> list[tuple[int, str]]:
    """Rows that are no record, and what they were taken for."""
    said = {problem.row: problem.message for problem in found.rehearsal.problems if problem.row}
    return [(number, said.get(number, "")) for number in sorted(found.rehearsal.checked.skipped)]
