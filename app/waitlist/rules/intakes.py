"""What families hand in by themselves, before anybody has taken it up."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["IntakeKind", "IntakeState"]


class IntakeKind(StrEnum):
    """What was handed in."""

    APPLICATION = "application"
    OBJECTION = "objection"

    @property
    def label(self) -> str:
        """The word on the list."""
        return _("轮候申请") if self is IntakeKind.APPLICATION else _("异议")


class IntakeState(StrEnum):
    """Where it stands: a draft is seen by nobody but its family."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    TAKEN = "taken"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The state in words."""
        return _(_STATES[self])


_STATES = {
    IntakeState.DRAFT: N_("填写中"),
    IntakeState.HANDED_IN: N_("已收到，等待受理"),
    IntakeState.TAKEN: N_("已受理"),
    IntakeState.REFUSED: N_("没有受理"),
}
