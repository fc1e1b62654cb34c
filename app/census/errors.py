"""What a person can be told about rulings 口径."""

from app.core.errors import Conflict, DomainError, NotFound
from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = [
    "SENTENCES", "AlreadyRuled", "CountyNotFound", "FigureAhead", "FigureNotFound", "FigureVoided", "HomeNotFound",
    "RulingNotFound", "SameAnswer", "SameFigureTwice",
]  # fmt: skip


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


class FigureNotFound(NotFound):
    """No such reported figure, or not the caller's to see."""

    sentence = N_("没有找到这条上报数，或您没有查看它的权限。请回到上报数页重新选择")


class FigureVoided(Conflict):
    """The figure was voided before."""

    sentence = N_("这条上报数已经作废，请刷新后再看")


class FigureAhead(DomainError):
    """A report of a day still to come."""

    sentence = N_("统计日期还没到。请核对日期，上报数只能是今天或以前的")


class SameFigureTwice(DomainError):
    """One home, one kind of beds, one day, two figures at once."""

    sentence = N_("同一家机构、同一类床位、同一天写了两次。请只留一行")


_COUNTING = N_("每日统计没有记上，这次的改动也没有保存。请再试一次；仍不行，请把编号告诉管理员")

SENTENCES = {
    "pk_rulings": N_("编号重复，没有保存。请再试一次"),
    "ck_rulings_span": N_("终止日期早于起用日期，请核对这两个日期"),
    "ck_rulings_code": N_("没有这项口径，请从列表中选择"),
    "ck_rulings_basis": N_("定口径要写明依据，请填写文件名称或文号；没见到文件的，写明听谁说的并勾选「来源待核」"),
    "ck_rulings_void": N_("作废要写明原因，请填写作废原因"),
    "pk_reported_figures": N_("编号重复，没有保存。请再试一次"),
    "fk_reported_figures_institution": N_("没有这家机构，或它不在这个区县。请核对机构代码"),
    "ck_reported_figures_kind": N_("没有这类床位，请从列表中选择"),
    "ck_reported_figures_counts": N_("床位数和人数不能小于 0，请核对"),
    "ck_reported_figures_something": N_("核定、在住、空余都没有填，没有可登记的数。请至少填一个"),
    "ck_reported_figures_source": N_("请写明这个数的来源，例如文件名称"),
    "ck_reported_figures_void": N_("作废要写明原因，请填写作废原因"),
    "uq_reported_figures_day": N_("刚刚有人登记了同一家机构同一天的数。请刷新后再试"),
    "ex_rulings_one_per_code": N_("这段日子里这项口径已有一条。请先作废原来的，或改写起用日期"),
    "pk_census_days": _COUNTING,
    "fk_census_days_institution": _COUNTING,
    "ck_census_days_standing": _COUNTING,
    "pk_census_homes": _COUNTING,
    "fk_census_homes_institution": _COUNTING,
    "pk_census_counties": _COUNTING,
    "pk_census_openings": _COUNTING,
}
add_sentences(SENTENCES)
