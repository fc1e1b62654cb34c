"""What the pages of a county's workbook need: the county, the ledger in the address, its columns, what was found."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.census.queries import counties_in
from app.core.actor import Actor
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.imports import queries
from app.imports.errors import LedgerRefused
from app.imports.mapping.files import SKIP
from app.imports.models import ImportRun
from app.imports.rules.plans import Outcome
from app.imports.rules.problems import Problem, Severity, grouped
from app.imports.rules.reported.kind import REPORTED
from app.imports.service import Examined, Opened, let_through, open_run
from app.imports.sheets.limits import MAX_BYTES, MIB
from app.regions.queries import names_of
from app.web.forms import Bound

__all__ = [
    "REPORT", "CountyRun", "a_county_run", "columns_shown", "first_time", "found_groups",
    "kept_problems", "place_of", "rehearsed", "the_county", "upload_of",
]  # fmt: skip

REPORT = "census.report"
SHOWN = 40


@dataclass(slots=True)
class CountyRun:
    """One request about one workbook of a county."""

    request: Request
    session: AsyncSession
    actor: Actor
    county: tuple[int, str]
    run: ImportRun
    opened: Opened

    def at(self, name: str) -> str:
        """Give the path of a page of this workbook."""
        return str(self.request.app.url_path_for(name, run_id=self.run.id))


async def the_county(session: AsyncSession, actor: Actor, asked: str) -> tuple[tuple[int, str], list[tuple[int, str]]]:
    """Find the county asked for among those whose figures the caller reports, and the others; unasked the first."""
    codes = await counties_in(session, actor.scope(REPORT))
    names = await names_of(session, codes)
    others = [(code, names.get(code, str(code))) for code in codes]
    found = next((each for each in others if str(each[0]) == asked), None if asked else next(iter(others), None))
    if found is None:
        raise NotFound(_("没有找到这个区县，或您没有替它导入上报数的权限。请回到上报数页重新选择"))
    return found, others


async def a_county_run(
    request: Request, session: AsyncSession, actor: Actor, run_id: int, *, lock: bool = False
) -> CountyRun:
    """Find the workbook in the address, of a county whose figures the caller reports."""
    run = await queries.get_run(session, actor.scope(REPORT), run_id, lock=lock)
    if run.kind != REPORTED.code:
        raise NotFound
    let_through(actor, run, run.kind)
    names = await names_of(session, [run.county])
    county = (run.county, names.get(run.county, str(run.county)))
    return CountyRun(request, session, actor, county, run, await open_run(session, run))


async def first_time(session: AsyncSession, actor: Actor, action: str, form: Any, county: int, **where: Any) -> bool:
    """Claim the form's tap; the same tap again is not done again."""
    body = form.model_dump(mode="json", exclude={"tap_id"}) | where
    return await audit.first_time(session, actor, tap_id=form.tap_id, action=action, body=body, county=county)


async def upload_of(bound: Bound[Any]) -> tuple[str, bytes]:
    """Give the name and the bytes of the file that came with a form."""
    upload = bound.files.get("file")
    if upload is None:
        raise DomainError(_("请先选一个文件，再点「上传」"), field="file")
    if upload.size is not None and upload.size > MAX_BYTES:
        raise LedgerRefused("too_large", size=-(-upload.size // MIB), limit=MAX_BYTES // MIB)
    return PurePath(upload.filename or "").name or _("台账"), await upload.read()


def columns_shown(found: Examined) -> list[dict[str, Any]]:
    """Every column with what it was taken for and its first values."""
    return [
        {
            "number": match.column.number, "letter": match.column.letter, "title": match.column.title,
            "samples": _("、").join(text for text, _n in match.samples), "value": match.field or SKIP,
            "basis": match.basis,
        }
        for match in found.columns.matches
    ]  # fmt: skip


def found_groups(problems: list[Problem]) -> list[dict[str, Any]]:
    """Problems under their headings, the heaviest first; of a long list the first places."""
    return [
        {
            "first": group.first, "count": group.count, "problems": group.problems[:SHOWN],
            "rest": max(len(group.problems) - SHOWN, 0), "to_do": group.first.severity is not Severity.NOTICE,
        }
        for group in grouped(problems)
    ]  # fmt: skip


def kept_problems(asked: CountyRun) -> list[Problem]:
    """What the last check found."""
    report = asked.opened.plain("report") or {"problems": []}
    return [Problem.from_plain(plain) for plain in report["problems"]]


def place_of(found: Examined) -> dict[str, int]:
    """Where the table stands in the file."""
    header = found.ledger.sheet.header
    first, last = (header.first_row, header.last_row) if header else (1, 1)
    return {"sheet": found.ledger.chosen, "first_row": first, "last_row": last}


def rehearsed(found: Examined) -> dict[str, Any]:
    """What the workbook would do: rows by outcome, the changes before and after, the first of the new ones."""
    plan, telling = found.rehearsal.plan, REPORTED.telling
    new = plan.created(telling.main)
    return {
        "blocked": found.rehearsal.blocked,
        "agreed": found.agreed,
        "rows": [(outcome.label, plan.counts[outcome]) for outcome in Outcome],
        "writes": plan.counts[Outcome.NEW] + plan.counts[Outcome.CHANGED],
        "changes": [(each, telling.lines_of(each.fields)) for each in plan.changes[:SHOWN]],
        "new": [telling.new_line(each) for each in new[:SHOWN]],
        "new_count": len(new),
        "heads": [_(head) for head in telling.heads],
        "shown": SHOWN,
    }
