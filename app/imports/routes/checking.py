"""校验: every problem by kind and by cell."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.imports.routes.asking import AskedRun, a_run, steps_of
from app.imports.routes.waiting import waiting_page
from app.imports.rules.problems import Group, Problem, Severity, grouped
from app.imports.rules.registry import KINDS
from app.imports.rules.states import RunState
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["check_page", "report_of", "router"]

router = Router(prefix="/institutions/{institution_id}/imports/{run_id}")

SHOWN, SHOWN_ALONE = 4, 200
SIGNS = {Severity.ERROR: ("▲", "alarm"), Severity.WARNING: ("◆", "soon-mark"), Severity.NOTICE: ("○", "")}


@router.get("/check", name="imports.check.show", access="imports.run")
async def show(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """What was found, the heaviest first; while a long check runs, how far it has come."""
    asked = await a_run(request, session, actor, institution_id, run_id)
    state = asked.run.state
    if not state.is_open:
        return see_other(request, asked.at("imports.show"))
    if state is RunState.UPLOADED:
        return see_other(request, asked.at("imports.columns.show"))
    if state is RunState.CHECKING:
        return await waiting_page(asked)
    return await check_page(asked, Bound(None))


def report_of(asked: AskedRun) -> list[Problem]:
    """What the last check found."""
    report = asked.opened.plain("report") or {"problems": []}
    return [Problem.from_plain(plain) for plain in report["problems"]]


async def check_page(asked: AskedRun, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    """Draw the problems, as the address filters them, or as an act that was refused left them."""
    groups = grouped(report_of(asked))
    query = asked.request.query_params
    weight, alone = query.get("severity", ""), query.get("group", "")
    lines = [
        _line(number, group, alone == str(number))
        for number, group in enumerate(groups)
        if weight in ("", group.first.severity.value) and alone in ("", str(number))
    ]
    counts = asked.run.counts
    return await render(
        asked.request,
        "imports/check/show.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        run=asked.run,
        kind=KINDS[asked.run.kind],
        private={field.title for field in KINDS[asked.run.kind].fields if field.private},
        filename=asked.opened.filename,
        hrefs=steps_of(asked),
        filters=_filters(asked, weight if not alone else None),
        lines=lines,
        alike=max((len(batch) for group in groups for _fix, batch in group.batches if _is_error(group)), default=0),
        counts=counts,
        here=asked.at("imports.check.show"),
        after=("?" + asked.request.url.query) if asked.request.url.query else "",
        errors=bound.errors,
        raw=bound.raw,
    )


def _is_error(group: Group) -> bool:
    return group.first.severity is Severity.ERROR


def _line(number: int, group: Group, alone: bool) -> dict[str, Any]:
    """One heading with its first places, and the batches that one proposal would fix."""
    shown = group.problems[: SHOWN_ALONE if alone else SHOWN]
    return {
        "number": number,
        "group": group,
        "shown": shown,
        "rest": len(group.problems) - len(shown),
        "where": _where(group.problems),
        "batches": list(enumerate(group.batches)),
    }


def _where(problems: Sequence[Problem]) -> str:
    cells = [problem.cell for problem in problems if problem.cell]
    if not cells:
        return ""
    return cells[0] if len(cells) == 1 else _("{first} 至 {last}").format(first=cells[0], last=cells[-1])


def _filters(asked: AskedRun, weight: str | None) -> list[dict[str, Any]]:
    counts, here = asked.run.counts, asked.at("imports.check.show")
    items: list[dict[str, Any]] = [
        {
            "text": severity.label,
            "count": counts.get(severity.value, 0),
            "href": f"{here}?severity={severity.value}",
            "current": weight == severity.value,
            "sign": SIGNS[severity][0],
            "sign_class": SIGNS[severity][1],
        }
        for severity in Severity
    ]
    total = sum(item["count"] for item in items)
    return [{"text": _("全部"), "count": total, "href": here, "current": weight == ""}, *items]
