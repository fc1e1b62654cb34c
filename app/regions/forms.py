"""What may be posted about regions and their figures."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.regions.rules import FigureKind
from app.web.forms import Form

__all__ = ["FigureForm", "FigureVoidForm", "RegionForm"]

Tap = Annotated[UUID, Field(title=N_("提交编号"))]


class RegionForm(Form):
    """A region to add under another; the code may stay empty in the test province."""

    tap_id: Tap
    parent: Annotated[int, Field(title=N_("上级行政区"), ge=110000, le=999999)]
    name: Annotated[str, Field(title=N_("名称"), min_length=2, max_length=60)]
    code: Annotated[int | None, Field(title=N_("代码"), ge=110000, le=999999999)] = None
    note: Annotated[str, Field(title=N_("备注"), max_length=200)] = ""


class FigureForm(Form):
    """An outside figure with the paper it was read from."""

    tap_id: Tap
    kind: Annotated[FigureKind, Field(title=N_("数据项"))]
    value: Annotated[Decimal, Field(title=N_("数值"), ge=0, max_digits=14, decimal_places=2)]
    as_of: Annotated[date, Field(title=N_("统计时点"))]
    source: Annotated[str, Field(title=N_("来源"), min_length=2, max_length=300)]
    unverified: Annotated[bool, Field(title=N_("来源待核"))] = False


class FigureVoidForm(Form):
    """Why a figure no longer counts."""

    tap_id: Tap
    reason: Annotated[str, Field(title=N_("作废原因"), min_length=2, max_length=200)]
