"""What may be posted at the door, about oneself, and about the accounts one administers."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.accounts.rules import Language, Role, TextSize
from app.core.i18n import N_
from app.web.forms import Form

__all__ = [
    "GrantEndForm",
    "GrantForm",
    "LocaleForm",
    "OwnPath",
    "PasswordForm",
    "SignInForm",
    "TapForm",
    "TextSizeForm",
    "UserForm",
]


def _own_path(path: str) -> str:
    """Keep a way back only where it stays in this house; any other address leads to the first page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    return path if safe else "/"


OwnPath = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_own_path)]
Tap = Annotated[UUID, Field(title=N_("提交编号"))]
# A password is bounded here only so that nobody has a book hashed; the rules say what a good one is.
Secret = Annotated[str, StringConstraints(max_length=200)]
Phone = Annotated[str, StringConstraints(pattern=r"^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|)$")]


class SignInForm(Form):
    """Number and password, or number and one-time code."""

    username: Annotated[str, Field(title=N_("工号"), max_length=64)]
    password: Annotated[Secret, Field(title=N_("密码"))]
    next: OwnPath = "/"


class PasswordForm(Form):
    """The present password, where there is one, and twice the new one."""

    current: Annotated[Secret, Field(title=N_("现在的密码"))] = ""
    new: Annotated[Secret, Field(title=N_("新密码"))]
    again: Annotated[Secret, Field(title=N_("再输一遍新密码"))]


class TextSizeForm(Form):
    """The size of the letters, and where the reader was."""

    size: Annotated[TextSize, Field(title=N_("字号"))]
    next: OwnPath = "/"


class LocaleForm(Form):
    """The language of the screens, and where the reader was."""

    locale: Annotated[Language, Field(title=N_("语言"))]
    next: OwnPath = "/"


class TapForm(Form):
    """An act that needs nothing but the tap itself."""

    tap_id: Tap


class GrantForm(Form):
    """A role in a region or a home, from a day on."""

    tap_id: Tap
    role: Annotated[Role, Field(title=N_("角色"))]
    region: Annotated[int, Field(title=N_("地区"), ge=0, le=999999)]
    institution_id: Annotated[int | None, Field(title=N_("机构"), ge=1, le=2**63 - 1)] = None
    from_on: Annotated[date | None, Field(title=N_("起始日期"))] = None
    to_on: Annotated[date | None, Field(title=N_("截止日期"))] = None
    document: Annotated[str, Field(title=N_("依据文件"), max_length=120)] = ""


class UserForm(GrantForm):
    """A person's account with its first role."""

    username: Annotated[str, Field(title=N_("工号"), max_length=64)]
    name: Annotated[str, Field(title=N_("姓名"), max_length=60)]
    phone: Annotated[Phone, Field(title=N_("手机号"))] = ""


class GrantEndForm(Form):
    """The last day a role holds."""

    tap_id: Tap
    to_on: Annotated[date | None, Field(title=N_("截止日期"))] = None
