"""What can be said to somebody who stands before an empty system."""

from app.core.errors import Conflict
from app.core.i18n import N_

__all__ = ["DemoNotReady"]


class DemoNotReady(Conflict):
    """The city is still being built."""

    sentence = N_("演示数据还没有装完，请等进度走完再进入")
