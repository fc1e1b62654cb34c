"""带错误说明的原表: the owner's own workbook back, problems in red, in comments, in a column and on a sheet of their own.

The file is somebody else's, so it is opened in the limited child, as when it was read, with a larger allowance:
openpyxl holds every cell as an object. Where it cannot be kept (.xls, text, or too large) its rows come as text.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from app.core.i18n import _
from app.imports.errors import LedgerRefused
from app.imports.rules.ledger import OUR_ID_TITLE, Form, Ledger
from app.imports.rules.problems import Problem, Severity, counts, in_order
from app.imports.rules.words import known_form, visible
from app.imports.sheets.child import run_limited
from app.imports.sheets.limits import ANNOTATING
from app.imports.sheets.packing import sheet_to_plain

__all__ = ["annotate"]


async def annotate(data: bytes, ledger: Ledger, problems: Sequence[Problem]) -> bytes:
    """Give the file as .xlsx with its problems marked; `ledger` as read from `data`, before any change in place."""
    problems = in_order(problems)
    head = await asyncio.to_thread(_head, ledger, problems)
    if ledger.form is Form.XLSX:
        try:
            return (await run_limited({**head, "keep": True}, data, ANNOTATING))[1]
        except LedgerRefused:
            head["explained"].insert(1, [_("原表太大或太复杂，样式没有保留，内容照原样；下面的单元格位置不变")])
    sheets = await asyncio.to_thread(lambda: [sheet_to_plain(sheet) for sheet in ledger.sheets])
    return (await run_limited({**head, "keep": False, "sheets": sheets}, b"", ANNOTATING))[1]


def _head(ledger: Ledger, problems: Sequence[Problem]) -> dict[str, Any]:
    sheet = ledger.sheet
    header_row = sheet.header.last_row if sheet.header else 1
    return {
        "work": "annotate",
        "sheet": sheet.name,
        "chosen": ledger.chosen,
        "header_row": header_row,
        "column": _free_column(ledger, header_row),
        "cells": _cells(problems),
        "rows": _rows(problems),
        "ids": {str(row.number): row.id for row in sheet.body},
        "explained_name": _("说明"),
        "explained": _explained(problems),
    }


def _free_column(ledger: Ledger, header_row: int) -> int:
    """The column behind the last one in use, or our own of an earlier round."""
    for row in ledger.sheet.rows:
        if row.number == header_row:
            for column in row.filled:
                if known_form(row.text(column)) == known_form(OUR_ID_TITLE):
                    return max(column - 1, 1)
    return max((len(row.texts) for row in ledger.sheet.rows), default=0) + 1


def _cells(problems: Sequence[Problem]) -> dict[str, tuple[str, str]]:
    """Errors and warnings by cell; the heaviest gives the colour."""
    cells: dict[str, tuple[str, str]] = {}
    for problem in problems:
        if problem.cell and problem.severity is not Severity.NOTICE:
            severity, text = cells.get(problem.cell, (problem.severity.value, ""))
            cells[problem.cell] = severity, f"{text}\n{_sentence(problem)}".strip()
    return cells


def _rows(problems: Sequence[Problem]) -> dict[str, str]:
    rows: dict[str, list[str]] = {}
    for problem in problems:
        if problem.row and problem.count == 1:
            rows.setdefault(str(problem.row), []).append(_sentence(problem))
    return {row: "\n".join(dict.fromkeys(sentences)) for row, sentences in rows.items()}


def _sentence(problem: Problem) -> str:
    sentence = _("{severity}：{message}").format(severity=problem.severity.label, message=problem.message)
    if problem.fix:
        sentence = _("{sentence}（{proposal}）").format(sentence=sentence, proposal=problem.fix.label)
    return visible(sentence, 500)


def _explained(problems: Sequence[Problem]) -> list[list[str]]:
    """The sheet 「说明」: what the colours mean, how many of what, then every problem in order."""
    total = counts(problems)
    said = {severity.value: total[severity] for severity in Severity}
    numbers = _("错误 {error} 处，警告 {warning} 处，提示 {notice} 处").format(**said)
    return [
        [_("导入校验说明")],
        [numbers],
        [_("错误（红色）改完才能导入；警告（黄色）照样导入，请看一眼；提示是已替您处理的")],
        [_("请直接在原来的工作表里改，改好存盘再传。行的先后可以变，请不要改动隐藏的行号列")],
        [],
        [_("程度"), _("单元格"), _("行"), _("表里写的"), _("问题"), _("建议")],
        *(
            [
                problem.severity.label,
                problem.cell or "",
                str(problem.row or ""),
                problem.found,
                visible(problem.message, 500),
                problem.fix.label if problem.fix else "",
            ]
            for problem in problems
        ),
    ]
