"""What a person can be told about rulings 口径."""

from app.core.errors import DomainError, NotFound
from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = ["SENTENCES", "AlreadyRuled", "CountyNotFound", "HomeNotFound", "RulingNotFound", "SameAnswer"]


class RulingNotFound(NotFound):
    """No such live ruling of a county the caller may see."""

    sentence = N_("没有找到这条口径，可能已被作废。请回到口径页重新选择")


class CountyNotFound(NotFound):
    """No such county, or not the caller's to see."""

    sentence = N_("没有找到这个区县，或您没有查看它的权限。请回到口径页重新选择")


class HomeNotFound(NotFound):
    """No such home, or not the caller's to count."""

    sentence = N_("没有找到这家机构，或您没有查看它的权限。请从首页重新进入")


class SameAnswer(DomainError):
    """The question is answered so already on that day."""

    sentence = N_("从这一天起本来就是这样计的，不需要再定。要改依据，请先作废原来的，再重新定")


class AlreadyRuled(DomainError):
    """A ruling of the same question begins on the very day."""

    sentence = N_("这一天已经定过这项口径。请先作废那一条，或换一个起用日期")


SENTENCES = {
    "pk_rulings": N_("编号重复，没有保存。请再试一次"),
    "ck_rulings_span": N_("终止日期早于起用日期，请核对这两个日期"),
    "ck_rulings_code": N_("没有这项口径，请从列表中选择"),
    "ck_rulings_basis": N_("定口径要写明依据，请填写文件名称或文号；没见到文件的，写明听谁说的并勾选「来源待核」"),
    "ck_rulings_void": N_("作废要写明原因，请填写作废原因"),
    "ex_rulings_one_per_code": N_("这段日子里这项口径已有一条。请先作废原来的，或改写起用日期"),
}
add_sentences(SENTENCES)
