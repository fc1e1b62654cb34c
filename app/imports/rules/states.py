"""Where a ledger stands on its way in."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["RunState"]


class RunState(StrEnum):
    """The steps of an import, as far as it has come."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_WORDS[self])

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed, checked and applied."""
        return self in (RunState.UPLOADED, RunState.CHECKING, RunState.CHECKED)


_WORDS = {
    RunState.UPLOADED: N_("已上传"),
    RunState.CHECKING: N_("正在校验"),
    RunState.CHECKED: N_("已校验"),
    RunState.APPLIED: N_("已生效"),
    RunState.UNDONE: N_("已撤销"),
}
