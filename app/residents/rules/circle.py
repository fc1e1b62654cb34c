"""The words of what stands around a person: relations, guardians, and health, each with its 中文 label."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["GuardianBasis", "HealthKind", "Relation", "RelationKind", "Severity"]


class Relation(StrEnum):
    """What a contact 联系人 is to the elder."""

    SPOUSE = "spouse"
    SON = "son"
    DAUGHTER = "daughter"
    SON_IN_LAW = "son_in_law"
    DAUGHTER_IN_LAW = "daughter_in_law"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    NEPHEW = "nephew"
    PARENT = "parent"
    KIN = "kin"
    FRIEND = "friend"
    VILLAGE = "village"
    EMPLOYER = "employer"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The relation in words."""
        return _(_RELATIONS[self])


_RELATIONS = {
    Relation.SPOUSE: N_("配偶"),
    Relation.SON: N_("儿子"),
    Relation.DAUGHTER: N_("女儿"),
    Relation.SON_IN_LAW: N_("女婿"),
    Relation.DAUGHTER_IN_LAW: N_("儿媳"),
    Relation.GRANDCHILD: N_("孙辈"),
    Relation.SIBLING: N_("兄弟姐妹"),
    Relation.NEPHEW: N_("侄甥"),
    Relation.PARENT: N_("父母"),
    Relation.KIN: N_("其他亲属"),
    Relation.FRIEND: N_("朋友邻居"),
    Relation.VILLAGE: N_("村（居）委会"),
    Relation.EMPLOYER: N_("原单位"),
    Relation.OTHER: N_("其他"),
}


class GuardianBasis(StrEnum):
    """On what somebody is a guardian 监护人 (民法典 §28–33)."""

    LEGAL = "legal"
    AGREED = "agreed"
    APPOINTED = "appointed"
    ORGANISATION = "organisation"

    @property
    def label(self) -> str:
        """The basis in words."""
        return _(_GUARDIANS[self])


_GUARDIANS = {
    GuardianBasis.LEGAL: N_("法定监护"),
    GuardianBasis.AGREED: N_("意定监护"),
    GuardianBasis.APPOINTED: N_("法院或村（居）委会指定"),
    GuardianBasis.ORGANISATION: N_("民政部门或村（居）委会担任"),
}


class RelationKind(StrEnum):
    """How two elders belong together; couples may share a room whatever its sex rule says."""

    SPOUSE = "spouse"
    SIBLING = "sibling"
    PARENT_CHILD = "parent_child"

    @property
    def label(self) -> str:
        """夫妻 …"""
        return _(_RELATION_KINDS[self])


_RELATION_KINDS = {
    RelationKind.SPOUSE: N_("夫妻"),
    RelationKind.SIBLING: N_("兄弟姐妹"),
    RelationKind.PARENT_CHILD: N_("父母与子女"),
}


class HealthKind(StrEnum):
    """What a note on health says."""

    DIAGNOSIS = "diagnosis"
    ALLERGY = "allergy"
    DIET = "diet"
    RISK = "risk"
    DEVICE = "device"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The word over the list."""
        return _(_HEALTH[self])


_HEALTH = {
    HealthKind.DIAGNOSIS: N_("疾病诊断"),
    HealthKind.ALLERGY: N_("过敏"),
    HealthKind.DIET: N_("膳食需要"),
    HealthKind.RISK: N_("照护风险"),
    HealthKind.DEVICE: N_("管路与辅具"),
    HealthKind.NOTE: N_("其他情况"),
}


class Severity(StrEnum):
    """How grave an allergy or a risk is."""

    MILD = "mild"
    SEVERE = "severe"

    @property
    def label(self) -> str:
        """一般 or 严重."""
        return _("严重") if self is Severity.SEVERE else _("一般")
