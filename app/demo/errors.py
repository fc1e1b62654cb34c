"""Why a database cannot become a demo."""

from app.core.errors import Conflict
from app.core.i18n import N_

__all__ = ["DemoRefused", "NotADemo"]


class DemoRefused(Conflict):
    """The demo is only ever built where nothing is."""

    sentence = N_("这个数据库里已经有账号或机构，不能再装演示数据。请换一个空的 DATA_DIR 或空数据库")


class NotADemo(Conflict):
    """Made-up people and the passwords of the demo belong into a demo only."""

    sentence = N_("这个数据库不是演示库，不能装演示数据，也不能设演示账号的密码。请核对 DATA_DIR 或 DATABASE_URL")
