"""Grade schemes 等级评定: several side by side, each with levels of its own and a certificate that runs out."""

from enum import StrEnum

from app.core.i18n import _

__all__ = ["CERTIFIED", "GradeScheme", "grade_label"]

CERTIFIED = "certified"


class GradeScheme(StrEnum):
    """Who grades by which paper. 国标: GB/T 37276—2018; the others are the provinces' and 品字标 is 浙江's mark."""

    NATIONAL = "national"
    STAR = "star"
    ELDER_HOME = "elder_home"
    PIN = "pin"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            GradeScheme.NATIONAL: _("全国养老机构等级"),
            GradeScheme.STAR: _("省级星级"),
            GradeScheme.ELDER_HOME: _("农村敬老院等级"),
            GradeScheme.PIN: _("品字标"),
        }[self]

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels the scheme gives, lowest first."""
        return (CERTIFIED,) if self is GradeScheme.PIN else ("1", "2", "3", "4", "5")


def grade_label(scheme: str, level: str) -> str:
    """Say a level as its scheme does: 二级, 三星, 已认证."""
    if level == CERTIFIED:
        return _("已认证")
    stars = (_("一星"), _("二星"), _("三星"), _("四星"), _("五星"))
    grades = (_("一级"), _("二级"), _("三级"), _("四级"), _("五级"))
    return (stars if scheme == GradeScheme.STAR else grades)[int(level) - 1]
