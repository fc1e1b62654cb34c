"""Which kinds of scale there are, how each comes to a level, and who decides it."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["Decider", "ScaleKind", "ScaleMethod"]


class ScaleKind(StrEnum):
    """What a scale is made for; results of different kinds are never converted into each other."""

    ABILITY = "ability"
    SELF_CARE = "self_care"
    INSURANCE = "insurance"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_KINDS[self])


class ScaleMethod(StrEnum):
    """How scores become a preliminary level: by their sum, by a card over grades, or by a matrix of grades."""

    POINTS = "points"
    CARD = "card"
    MATRIX = "matrix"


class Decider(StrEnum):
    """Who decides the level; the other results are recorded as facts from outside."""

    ASSESSORS = "assessors"
    COUNTY = "county"
    INSURER = "insurer"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_DECIDERS[self])


_KINDS = {
    ScaleKind.ABILITY: N_("老年人能力评估"),
    ScaleKind.SELF_CARE: N_("特困人员生活自理能力评估"),
    ScaleKind.INSURANCE: N_("长期护理保险失能评估"),
}
_DECIDERS = {
    Decider.ASSESSORS: N_("两名评估人员评定"),
    Decider.COUNTY: N_("县级民政部门认定"),
    Decider.INSURER: N_("医保部门认定"),
}
