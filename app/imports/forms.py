"""Forms of the import: a file, where its columns go, cells changed in place, the two acts that count."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.web.forms import Form

__all__ = [
    "CONSTANTS",
    "ApplyForm",
    "ColumnsForm",
    "CountyColumnsForm",
    "CountyUploadForm",
    "EditForm",
    "ReleaseForm",
    "ReplaceForm",
    "UndoForm",
    "UploadForm",
    "apart",
]


class UploadForm(Form):
    """A ledger to hand in; the file stands beside the values."""

    tap_id: UUID
    kind: str = Field(title=N_("台账种类"), max_length=40)
    effective_on: date | None = Field(default=None, title=N_("从哪天起生效"))


class ReplaceForm(Form):
    """A corrected file in place of the first."""

    tap_id: UUID
    version: int


class ColumnsForm(Form):
    """Where the table stands, what holds for all its rows, from when it counts; columns come as `column-3`."""

    tap_id: UUID
    version: int
    sheet: int = Field(title=N_("工作表"), ge=0, le=999)
    first_row: int = Field(title=N_("表头第一行"), ge=1, le=100_000)
    last_row: int = Field(title=N_("表头最后一行"), ge=1, le=100_000)
    effective_on: date = Field(title=N_("从哪天起生效"))
    building: str = Field(default="", title=N_("楼栋"), max_length=30)
    mark_basis: str = Field(default="", title=N_("认定依据"), max_length=120)
    document_no: str = Field(default="", title=N_("认定文件号"), max_length=60)
    certified_on: date | None = Field(default=None, title=N_("认定日期"))
    in_service_from: date | None = Field(default=None, title=N_("启用日期"))
    no_id_reason: str = Field(default="", title=N_("无身份证原因"), max_length=40)
    stay_kind: str = Field(default="", title=N_("入住类型"), max_length=40)
    payer: str = Field(default="", title=N_("付费方式"), max_length=40)

    @property
    def constants(self) -> dict[str, str]:
        """What holds for every row, as the cells of a column would say it."""
        said = {name: getattr(self, name) for name in CONSTANTS}
        return {name: str(value) for name, value in said.items() if value}


CONSTANTS = (
    "building", "mark_basis", "document_no", "certified_on", "in_service_from", "no_id_reason", "stay_kind", "payer",
)  # fmt: skip


class CountyUploadForm(Form):
    """A county's workbook to hand in; the file stands beside the values."""

    tap_id: UUID
    county: int = Field(title=N_("区县"))


class CountyColumnsForm(Form):
    """Where the table of a county's workbook stands, and the day it is about where no column says so."""

    tap_id: UUID
    version: int
    sheet: int = Field(title=N_("工作表"), ge=0, le=999)
    first_row: int = Field(title=N_("表头第一行"), ge=1, le=100_000)
    last_row: int = Field(title=N_("表头最后一行"), ge=1, le=100_000)
    as_of: date | None = Field(default=None, title=N_("统计日期"))

    @property
    def header(self) -> dict[str, int]:
        """Where the header stands."""
        return {"sheet": self.sheet, "first_row": self.first_row, "last_row": self.last_row}

    @property
    def constants(self) -> dict[str, str]:
        """What holds for every row, as the cells of a column would say it."""
        return {"as_of": self.as_of.isoformat()} if self.as_of else {}


class EditForm(Form):
    """Cells to change: one by its address, a batch of alike ones by its place in the report, or a grid of cells."""

    tap_id: UUID
    version: int
    cell: str = Field(default="", title=N_("单元格"), max_length=12)
    group: int | None = None
    batch: int | None = None
    value: str = Field(default="", title=N_("改成"), max_length=500)
    skip: bool = False
    back: bool = False
    rows: list[str] = Field(default_factory=list, max_length=200)
    left_out: list[str] = Field(default_factory=list, max_length=200)
    after: str = Field(default="", max_length=200)


class ApplyForm(Form):
    """The rehearsal that was shown, agreed to."""

    tap_id: UUID
    agreed: str = Field(title=N_("预演的结果"), max_length=400)


class ReleaseForm(Form):
    """Not waiting for the worker any longer."""

    tap_id: UUID


class UndoForm(Form):
    """Why an import is taken back."""

    tap_id: UUID
    reason: str = Field(title=N_("撤销原因"), min_length=2, max_length=200)


def apart(posted: Any, pattern: str) -> tuple[dict[str, str], Any]:
    """Take the fields whose names follow a pattern out of a posted form; their key is the name without the pattern."""
    found = {match[1]: str(value) for name, value in posted.multi_items() if (match := re.fullmatch(pattern, name))}
    rest = [(name, value) for name, value in posted.multi_items() if not re.fullmatch(pattern, name)]
    return found, type(posted)(rest)
