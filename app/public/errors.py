"""What somebody who is not signed in can be told; every sentence says the way out."""

from app.core.errors import DomainError, NotFound
from app.core.i18n import N_, _

__all__ = ["DraftGone", "HomeGone", "NoSuchCode", "NotOpened", "ObjectionUnknown"]


class DraftGone(NotFound):
    """The ticket in the address has run out, or the draft has been handed in."""

    sentence = N_("这一页开得太久，已经关上，免得别人看到。记过续填码的，用续填码接着填；没有记的，请重新填")


class NoSuchCode(DomainError):
    """No draft of that code."""

    sentence = N_("没有找到这个续填码。请核对有没有抄错；填了一半的内容只保留 14 天")


class HomeGone(DomainError):
    """The home is not one of the county's open ones."""

    sentence = N_("没有找到这家机构，可能已停办。请重新选择")


class ObjectionUnknown(DomainError):
    """No objection of that number."""

    sentence = N_("没有找到这个编号的异议。请核对编号，字母和数字都要写全")


class NotOpened(DomainError):
    """Number and PIN do not go together; which of the two is wrong is not said."""

    def __init__(self, left: int) -> None:
        """Say how many more tries there are."""
        more = _("还可以试 {n} 次").format(n=left) if left else _("再错要等一刻钟")
        said = _("申请号和查询码对不上，请照受理回执核对，{more}。查询码丢了，带身份证到受理点补").format(more=more)
        super().__init__(said, field="pin")
