"""What the first-run page asks for."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.core.i18n import N_
from app.web.forms import Form

__all__ = ["DemoForm", "FirstRunForm"]

Secret = Annotated[str, StringConstraints(max_length=200)]


class FirstRunForm(Form):
    """The administrator, the county and the first home, in one go."""

    token: Annotated[str, StringConstraints(max_length=64)]
    name: Annotated[str, Field(title=N_("姓名"), max_length=60)]
    username: Annotated[str, Field(title=N_("工号"), max_length=64)]
    password: Annotated[Secret, Field(title=N_("密码"))]
    password_again: Annotated[Secret, Field(title=N_("再输一遍密码"))]
    county: Annotated[int, Field(title=N_("县区"), ge=110000, le=999999)]
    home_name: Annotated[str, Field(title=N_("首家机构名称"), max_length=80)]
    home_code: Annotated[str, Field(title=N_("机构短码"), max_length=20)]
    uscc: Annotated[str, Field(title=N_("统一社会信用代码"), max_length=18)] = ""


class DemoForm(Form):
    """The wish for a demo."""

    token: Annotated[str, StringConstraints(max_length=64)]
