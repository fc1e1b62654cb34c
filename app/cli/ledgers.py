"""What an examined ledger says on the command line: every problem by its cell, the counts, what would be done."""

from collections.abc import Mapping
from typing import Any

from app.core.i18n import _
from app.imports.mapping.basis import Basis
from app.imports.mapping.files import SKIP
from app.imports.rules.plans import Outcome
from app.imports.rules.problems import Problem, Severity
from app.imports.rules.telling import created_by_level, say_created
from app.imports.service import Examined

__all__ = ["as_plain", "choices_of", "say"]


def as_plain(found: Examined, about: Mapping[str, Any], *, apply: bool, applied: bool) -> dict[str, Any]:
    """Give everything as plain values behind what it is `about`; sentences are in the reader's language."""
    plan = found.rehearsal.plan
    counts = found.counts
    return {
        "kind": found.kind.code,
        **about,
        "asked_to_apply": apply,
        "applied": applied,
        "problems": {severity.value: counts[severity.value] for severity in Severity},
        "rows": {outcome.value: counts[outcome.value] for outcome in Outcome},
        "creates": created_by_level(found.kind.telling, plan),
        "changes": [
            {
                "level": each.level,
                "label": each.label,
                "rows": each.rows,
                "fields": found.kind.telling.lines_of(each.fields),
            }
            for each in plan.changes
        ],
        "not_in_the_file": [each.label for each in plan.absent],
        "columns": {match.column.title or match.column.letter: match.field for match in found.columns.matches},
        "found": [_plain(problem) for problem in found.rehearsal.problems],
    }


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "cell": problem.cell,
        "row": problem.row,
        "value": problem.found,
        "message": problem.message,
        "fix": problem.fix.label if problem.fix else None,
        "count": problem.count,
    }


def say(found: Examined, plain: dict[str, Any]) -> str:
    """Say it for people: problems, counts, and what would happen or has happened."""
    lines = [_line(problem) for problem in found.rehearsal.problems]
    lines.append(_("错误 {error} 处，警告 {warning} 处，提示 {notice} 处").format(**plain["problems"]))
    lines.append(_("新增 {new} 行，更新 {changed} 行，不变 {unchanged} 行，跳过 {skipped} 行").format(**plain["rows"]))
    if made := say_created(found.kind.telling, found.rehearsal.plan):
        lines.append(_("新增：{made}").format(made=made))
    for change in plain["changes"]:
        lines += [f"{change['label']}　{title}：{before} → {after}" for title, before, after in change["fields"]]
    if absent := plain["not_in_the_file"]:
        named = _(found.kind.telling.absent_line)
        lines.append(named.format(n=len(absent), named=_("、").join(absent[:10])))
    lines.append(_verdict(found, plain))
    return "\n".join(lines)


def _line(problem: Problem) -> str:
    line = f"{problem.severity.label}　{problem.cell or '－'}　{problem.message}"
    return f"{line}（{problem.fix.label}）" if problem.fix else line


def _verdict(found: Examined, plain: dict[str, Any]) -> str:
    if found.rehearsal.blocked:
        return _("有错误，什么都没有写入。请改好后再导入")
    if plain["applied"]:
        return _("已写入，导入编号 {run}").format(run=plain["run"]) if "run" in plain else _("已写入")
    if not found.rehearsal.plan.writes:
        return _("和系统里的一样，没有要写入的")
    return _("这是预演，什么都没有写入。确认无误后加 --apply 写入")


def choices_of(found: Examined) -> dict[str, Any]:
    """What a mapping file has decided, as a kept run keeps it."""
    sheet, columns = found.ledger.sheet, found.columns
    choices: dict[str, Any] = {
        "columns": {
            str(match.column.number): match.field or SKIP for match in columns.matches if match.basis is Basis.FILE
        },
        "constants": dict(columns.constants),
        "words": {name: dict(words) for name, words in columns.words.items()},
    }
    if sheet.header:
        rows = {"first_row": sheet.header.first_row, "last_row": sheet.header.last_row}
        choices["header"] = {"sheet": found.ledger.chosen, **rows}
    return choices
