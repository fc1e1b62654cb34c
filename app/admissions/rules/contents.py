"""What a service agreement must say: the nine contents of 养老机构管理办法 §16, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.i18n import N_, _

__all__ = ["CONTENTS", "STANDING", "Clause", "Content", "clauses", "first_words", "missing"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One field of an agreement; a long one is several lines of words."""

    name: str
    title: str
    required: bool = True
    long: bool = False

    @property
    def label(self) -> str:
        """What the field is called."""
        return _(self.title)


@dataclass(frozen=True, slots=True)
class Content:
    """One of the nine contents with its fields."""

    number: str
    title: str
    clauses: tuple[Clause, ...]

    @property
    def label(self) -> str:
        """The content as the rule words it."""
        return _(self.title)


CONTENTS: tuple[Content, ...] = (
    Content("一", N_("养老机构"), (
        Clause("home_name", N_("机构名称")), Clause("home_address", N_("住所")),
        Clause("home_head", N_("法定代表人或主要负责人")), Clause("home_phone", N_("机构联系方式")),
    )),
    Content("二", N_("老年人、代理人和紧急联系人"), (
        Clause("elder_name", N_("老人姓名")), Clause("elder_address", N_("老人住址")),
        Clause("elder_paper", N_("老人身份证明")), Clause("elder_phone", N_("老人电话"), required=False),
        Clause("agent_name", N_("代理人姓名"), required=False),
        Clause("agent_address", N_("代理人住址"), required=False),
        Clause("agent_paper", N_("代理人身份证明"), required=False),
        Clause("agent_phone", N_("代理人电话"), required=False),
        Clause("contact_name", N_("紧急联系人姓名")), Clause("contact_address", N_("紧急联系人住址"), required=False),
        Clause("contact_paper", N_("紧急联系人身份证明"), required=False), Clause("contact_phone", N_("紧急联系人电话")),
    )),
    Content("三", N_("照料护理等级、服务内容、服务方式"), (
        Clause("care_level", N_("照料护理等级")), Clause("services", N_("服务内容"), long=True),
        Clause("manner", N_("服务方式"), long=True),
    )),
    Content("四", N_("收费标准和费用支付方式"), (Clause("paying", N_("支付方式和说明"), long=True),)),
    Content("五", N_("服务期限和场所"), (Clause("place", N_("服务场所")),)),
    Content("六", N_("协议变更、解除与终止的条件"), (Clause("changing", N_("变更、解除、终止"), long=True),)),
    Content("七", N_("暂停或者终止服务时老年人的安置方式"), (Clause("resettling", N_("安置方式"), long=True),)),
    Content("八", N_("违约责任和争议解决方式"), (Clause("breach", N_("违约和争议"), long=True),)),
    Content("九", N_("当事人协商一致的其他内容"), (Clause("other", N_("其他"), required=False, long=True),)),
)  # fmt: skip

STANDING = ("home_head", "services", "manner", "paying", "changing", "resettling", "breach")
"""What a home says alike in every agreement: the last one of the home brings it along."""

_FIRST = {
    "services": N_("住宿、膳食、生活照料、清洁卫生、健康巡查，按照料护理等级提供"),
    "manner": N_("在本机构内全日集中照料"),
    "paying": N_("每月 10 日前支付当月费用，机构开具票据；调价提前 30 日告知"),
    "changing": N_(
        "照护等级变化经双方确认后变更协议；任何一方提前 30 日书面告知可以解除；老人离世或转院长期治疗的，协议终止"
    ),
    "resettling": N_("暂停或者终止服务的，机构提前 60 日告知并制定安置方案，报民政部门后协助转往其他机构或者回家"),
    "breach": N_("违约方赔偿实际损失；争议先协商，协商不成的由机构所在地人民法院处理"),
}


def clauses() -> Iterator[Clause]:
    """Every field in the order of the agreement."""
    for content in CONTENTS:
        yield from content.clauses


def first_words() -> dict[str, str]:
    """The words a home begins with before it has written its own."""
    return {name: _(words) for name, words in _FIRST.items()}


def missing(contents: Mapping[str, str]) -> list[Clause]:
    """The required fields that say nothing."""
    return [clause for clause in clauses() if clause.required and not contents.get(clause.name, "").strip()]
