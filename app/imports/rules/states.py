"""Where a ledger stands on its way in."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["Phase", "RunState"]


class RunState(StrEnum):
    """The steps of an import, as far as it has come."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_WORDS[self])

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed, checked and applied."""
        return self in (RunState.UPLOADED, RunState.CHECKING, RunState.CHECKED)

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it, or will have it."""
        return self in _BACK

    @property
    def before(self) -> "RunState":
        """Where it stood before it was given to the worker, and stands again when the worker gives it back."""
        return _BACK[self]


_BACK = {
    RunState.CHECKING: RunState.UPLOADED,
    RunState.APPLYING: RunState.CHECKED,
    RunState.UNDOING: RunState.APPLIED,
}
_WORDS = {
    RunState.UPLOADED: N_("已上传"),
    RunState.CHECKING: N_("正在校验"),
    RunState.CHECKED: N_("已校验"),
    RunState.APPLYING: N_("正在写入"),
    RunState.APPLIED: N_("已生效"),
    RunState.UNDOING: N_("正在撤销"),
    RunState.UNDONE: N_("已撤销"),
}


class Phase(StrEnum):
    """What the worker is doing with a long ledger; none while it waits in the queue."""

    CHECKING = "checking"
    WRITING = "writing"
    CLEARING = "clearing"
