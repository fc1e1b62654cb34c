"""Asking by a number, coming back with a code, and objecting."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.web.forms import Form

__all__ = ["CodeForm", "CountyForm", "ObjectionForm", "PlaceForm", "ResultForm"]


class PlaceForm(Form):
    """A number and its PIN."""

    number: Annotated[str, Field(title=N_("申请号"), max_length=40)]
    pin: Annotated[str, Field(title=N_("查询码"), max_length=20)]


class CountyForm(Form):
    """The county in which an application begins."""

    county: Annotated[int, Field(title=N_("区县"), ge=110000, le=999999)]


class CodeForm(Form):
    """The code of a draft."""

    code: Annotated[str, Field(title=N_("续填码"), max_length=40)]


class ObjectionForm(Form):
    """An objection; the name is the writer's own business."""

    tap_id: UUID
    county: Annotated[int, Field(title=N_("区县"), ge=110000, le=999999)]
    home: Annotated[int, Field(title=N_("对哪份名单有异议"), ge=0)] = 0
    about: Annotated[str, Field(title=N_("名单上的申请号"), max_length=40)] = ""
    words: Annotated[str, Field(title=N_("哪里不对"), min_length=5, max_length=1000)]
    name: Annotated[str, Field(title=N_("您的姓名"), max_length=40)] = ""
    phone: Annotated[str, Field(title=N_("您的电话"), max_length=20)] = ""


class ResultForm(Form):
    """The number of an objection."""

    number: Annotated[str, Field(title=N_("异议编号"), max_length=40)]
