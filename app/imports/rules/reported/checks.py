"""What a workbook of reported figures says about kinds of beds that are kept apart, one line for each kind."""

from collections.abc import Iterable, Sequence

from app.imports.rules.kinds import Layout
from app.imports.rules.problems import Fact, Problem
from app.imports.rules.reported import faults
from app.imports.rules.reported.rows import ReportedContext, ReportedRecord
from app.imports.rules.words import known_form

__all__ = ["check_rows"]


def check_rows(records: Sequence[ReportedRecord], layout: Layout, context: ReportedContext) -> Iterable[Problem]:
    """Say of each kind of beds that is no part of the occupancy how many rows it has, and why it stands apart."""
    apart: dict[str, list[ReportedRecord]] = {}
    for record in records:
        if record.beds.code:
            apart.setdefault(record.beds.code, []).append(record)
    for code, rows in apart.items():
        beds, first = rows[0].beds, rows[0].row
        why = context.types[known_form(code)].why if beds.known else ""
        facts: dict[str, Fact] = {"row": first, "beds": beds.name, "why": f"：{why}" if why else ""}
        fault = faults.KEPT_APART if beds.known else faults.KIND_UNKNOWN
        yield Problem(fault, layout.where("beds", first), first, facts, found=code, count=len(rows))
