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
    "NameForm",
    "OwnPath",
    "PasswordForm",
    "SignInForm",
    "TapForm",
    "TextSizeForm",
    "UserForm",
]


def _own_path(path: str) -> str:
    """Keep a way back only where it stays in this house; any other address leads to the first page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path and path.isprintable()
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
    """A role in one home or in a region, from a day on."""

    tap_id: Tap
    role: Annotated[Role, Field(title=N_("角色"))]
    home: Annotated[str, Field(title=N_("机构"), pattern=r"^\d{1,6}/\d{1,18}$")] = ""
    region: Annotated[int | None, Field(title=N_("地区"), ge=0, le=999999)] = None
    other_region: Annotated[int | None, Field(title=N_("别的地区"), ge=0, le=999999)] = None
    from_on: Annotated[date | None, Field(title=N_("从哪天起"))] = None
    to_on: Annotated[date | None, Field(title=N_("到哪天止"))] = None
    document: Annotated[str, Field(title=N_("依据文件"), max_length=120)] = ""

    @property
    def place(self) -> tuple[int | None, int | None]:
        """Where the role is granted: in the home that was chosen, else in the whole region."""
        if self.home:
            county, _slash, home = self.home.partition("/")
            return int(county), int(home)
        return self.region if self.other_region is None else self.other_region, None


class UserForm(GrantForm):
    """A person's account with its first role."""

    username: Annotated[str, Field(title=N_("工号"), max_length=64)]
    name: Annotated[str, Field(title=N_("姓名"), max_length=60)]
    phone: Annotated[Phone, Field(title=N_("手机号"))] = ""


class NameForm(Form):
    """A person's name, corrected."""

    tap_id: Tap
    name: Annotated[str, Field(title=N_("姓名"), max_length=60)]


class GrantEndForm(Form):
    """The first day a role no longer holds; today when left open."""

    tap_id: Tap
    to_on: Annotated[date | None, Field(title=N_("到哪天止"))] = None
