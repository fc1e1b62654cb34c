"""The blank ledger to download: the fields as columns, drop-downs, one example row that is never imported.

It is made of our own words only, so no limited child is needed; a thread keeps it off the event loop.
"""

import asyncio
import io
from typing import Any

import xlsxwriter

from app.core.i18n import _
from app.imports.rules.kinds import Field, Kind
from app.imports.rules.ledger import EXAMPLE_NOTE

__all__ = ["build_template", "template"]

_ROWS = 5_000


async def template(kind: Kind[Any, Any, Any]) -> bytes:
    """Give the blank workbook of a kind."""
    return await asyncio.to_thread(build_template, kind)


def build_template(kind: Kind[Any, Any, Any]) -> bytes:
    """Make the blank workbook. Headers are 中文 in every language, because they are what an import reads."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(kind.title)
    text = book.add_format({"num_format": "@"})
    must = book.add_format({"num_format": "@", "bold": True, "bg_color": "#D7ECE8", "bottom": 1})
    may = book.add_format({"num_format": "@", "bg_color": "#F1F1EC", "bottom": 1})
    for column, field in enumerate(kind.fields):
        sheet.set_column(column, column, max(10, 3 * len(field.title)), text)
        sheet.write_string(0, column, field.title, must if field.required else may)
        if field.hint:
            sheet.write_comment(0, column, _(field.hint), {"x_scale": 2})
        if field.choices:
            sheet.data_validation(1, column, _ROWS, column, _choice(field))
        example = EXAMPLE_NOTE if field.many else field.example
        sheet.write_string(1, column, example, text)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{_ROWS}"})
    _explain(book, kind)
    book.close()
    return out.getvalue()


def _choice(field: Field) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(field.choices),
        "error_title": _("请从列表里选"),
        "error_message": _("「{field}」请从列表里选；空着也可以").format(field=field.label),
        "error_type": "warning",
    }


def _explain(book: Any, kind: Kind[Any, Any, Any]) -> None:
    sheet = book.add_worksheet(_("填写说明"))
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    for column, (title, width) in enumerate(((_("列"), 18), (_("要不要填"), 12), (_("可以填"), 36), (_("说明"), 50))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    for number, field in enumerate(kind.fields, 1):
        must = _("必填") if field.required else _("可不填")
        hint = _(field.hint) if field.hint else _("最多 {limit} 个字").format(limit=field.limit)
        for column, said in enumerate((field.title, must, "、".join(field.choices) or field.example, hint)):
            sheet.write_string(number, column, said, wrap)
