"""What can be refused about regions and their figures."""

from app.core.errors import DomainError, NotFound
from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = [
    "SENTENCES",
    "CodeElsewhere",
    "CodeNeeded",
    "FigureAhead",
    "FigureUnknown",
    "FigureVoided",
    "NoCodeFree",
    "RegionUnknown",
]


class RegionUnknown(NotFound):
    """No region has this code."""

    sentence = N_("没有这个行政区划代码。请核对代码，或按名称、拼音查找")


class FigureUnknown(NotFound):
    """No such outside figure of this region."""

    sentence = N_("没有找到这条外部数据，可能已被作废。请刷新页面再看")


class CodeNeeded(DomainError):
    """A real region has its code from a public table; only test regions are numbered here."""

    sentence = N_("真实的行政区需要填写国家公布的代码；只有测试省可以由系统编号")


class CodeElsewhere(DomainError):
    """The digits say another parent."""

    sentence = N_("这个代码不在所选上级之下。请核对代码，或换一个上级")


class NoCodeFree(DomainError):
    """A test region is full."""

    sentence = N_("这个测试区下的代码已经用完，请在测试省下另选一个上级")


class FigureAhead(DomainError):
    """A figure as of a day that has not come."""

    sentence = N_("统计时点在今天之后。请填写文件上写明的日期")


class FigureVoided(DomainError):
    """The figure has been voided already."""

    sentence = N_("这条外部数据已经作废过了，请刷新页面再看")


SENTENCES = {
    "pk_regions": N_("这个行政区划代码已经有了。请按代码查找，不必再添"),
    "fk_regions_parent": N_("没有这个上级行政区。请先添上级，再添下级"),
    "ck_regions_level": N_("行政级别只能是省级、地级、县级或乡级，请重新选择"),
    "ck_regions_code": N_("代码与级别不符：省、地、县用六位代码，乡镇街道用九位。请核对后重填"),
    "ck_regions_parent": N_("除省级以外都要有上级行政区，请选择上级"),
    "ck_regions_name": N_("请填写行政区的名称"),
    "ck_regions_test": N_("99 开头的代码只用于测试省，真实行政区不能用。请核对代码"),
    "ck_regions_span": N_("终止日期早于起始日期，请核对这两个日期"),
    "uq_regions_sibling_name": N_("这个上级之下已有同名的行政区。请直接选用，或核对名称"),
    "pk_region_figures": N_("这条外部数据的编号重复，没有保存。请再试一次"),
    "fk_region_figures_region": N_("没有这个行政区划代码。请先添行政区，再登记外部数据"),
    "ck_region_figures_kind": N_("没有这一类外部数据，请从列表中选择"),
    "ck_region_figures_value": N_("数值不能小于 0，请核对后重填"),
    "ck_region_figures_source": N_("请填写数据来源：文件名称、文号或页码"),
    "ck_region_figures_void": N_("作废外部数据要写明原因，请填写原因"),
    "uq_region_figures_paper": N_("同一来源、同一时点已登记过这个数。要更正，请先作废原来的一条"),
}
add_sentences(SENTENCES)
