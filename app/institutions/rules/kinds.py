"""The kinds of dated facts about a home; the words each kind may be said in stand in `answers`.

Sources: 养老机构管理办法（民政部令第 66 号）for filing 备案 and registration; the monthly collection of the 民政 system for
单位性质, 兴办主体, 内设/签约医疗 and 长护险定点; GB/T 37276—2018 for 等级 (five grades, a certificate of three years).
"""

from enum import StrEnum

from app.core.i18n import _

__all__ = ["FactKind", "Group"]


class Group(StrEnum):
    """Where a fact stands on the page."""

    WHAT = "what"
    WHO = "who"
    WHERE = "where"
    SERVICE = "service"
    GRADE = "grade"
    PAPER = "paper"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            Group.WHAT: _("是什么"),
            Group.WHO: _("谁的、谁管、谁运营"),
            Group.WHERE: _("在哪里"),
            Group.SERVICE: _("医疗与长护险"),
            Group.GRADE: _("等级评定"),
            Group.PAPER: _("证照与其他"),
        }[self]


class FactKind(StrEnum):
    """Questions about a home whose answers change over the years."""

    TAG = "tag"
    REGISTRATION = "registration"
    ASSET_OWNER = "asset_owner"
    OPERATION = "operation"
    AFFILIATION = "affiliation"
    DIRECT_MANAGEMENT = "direct_management"
    LOCATION = "location"
    SETTLEMENT = "settlement"
    MEDICAL = "medical"
    LTCI = "ltci"
    GRADE = "grade"
    LICENCE = "licence"
    SUSPENSION = "suspension"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            FactKind.TAG: _("类别"),
            FactKind.REGISTRATION: _("登记类型"),
            FactKind.ASSET_OWNER: _("资产所有"),
            FactKind.OPERATION: _("谁在运营"),
            FactKind.AFFILIATION: _("隶属"),
            FactKind.DIRECT_MANAGEMENT: _("县级直管"),
            FactKind.LOCATION: _("位置"),
            FactKind.SETTLEMENT: _("城乡"),
            FactKind.MEDICAL: _("医疗"),
            FactKind.LTCI: _("长护险定点"),
            FactKind.GRADE: _("等级评定"),
            FactKind.LICENCE: _("证照"),
            FactKind.SUSPENSION: _("暂停服务"),
            FactKind.OTHER: _("其他大事"),
        }[self]

    @property
    def group(self) -> Group:
        """Where it stands on the page."""
        return _GROUPS[self]

    @property
    def party(self) -> str:
        """What the other side is called, or nothing where there is none."""
        return {
            FactKind.REGISTRATION: _("登记机关或主管部门"),
            FactKind.ASSET_OWNER: _("资产所有人"),
            FactKind.OPERATION: _("运营方"),
            FactKind.AFFILIATION: _("主管部门"),
            FactKind.DIRECT_MANAGEMENT: _("直管单位"),
            FactKind.MEDICAL: _("医疗机构名称"),
            FactKind.LTCI: _("医保经办机构"),
            FactKind.GRADE: _("评定机构"),
            FactKind.LICENCE: _("发证机关"),
            FactKind.OTHER: _("什么事"),
        }.get(self, "")


_GROUPS = {
    FactKind.TAG: Group.WHAT,
    FactKind.REGISTRATION: Group.WHO,
    FactKind.ASSET_OWNER: Group.WHO,
    FactKind.OPERATION: Group.WHO,
    FactKind.AFFILIATION: Group.WHO,
    FactKind.DIRECT_MANAGEMENT: Group.WHO,
    FactKind.LOCATION: Group.WHERE,
    FactKind.SETTLEMENT: Group.WHERE,
    FactKind.MEDICAL: Group.SERVICE,
    FactKind.LTCI: Group.SERVICE,
    FactKind.GRADE: Group.GRADE,
    FactKind.LICENCE: Group.PAPER,
    FactKind.SUSPENSION: Group.WHAT,
    FactKind.OTHER: Group.PAPER,
}
