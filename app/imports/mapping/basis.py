"""How sure it is that a column means a field, and on what ground."""

from enum import IntEnum, StrEnum

from app.core.i18n import N_, _

__all__ = ["Basis", "Sureness"]


class Sureness(IntEnum):
    """How sure a match is, as the page shows it: `.sure-3` … `.sure-0`, always with its word."""

    UNKNOWN = 0
    CONTENTS = 1
    SYNONYM = 2
    EXACT = 3


class Basis(StrEnum):
    """Where a match comes from."""

    CHOSEN = "chosen"
    REMEMBERED = "remembered"
    FILE = "file"
    EXACT = "exact"
    SYNONYM = "synonym"
    CONTENTS = "contents"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word beside the dots."""
        return _(_BASES[self])

    @property
    def sureness(self) -> Sureness:
        """How sure a match on this basis is."""
        return _SURE[self]


_BASES = {
    Basis.CHOSEN: N_("您定的"),
    Basis.REMEMBERED: N_("上次这样对的"),
    Basis.FILE: N_("对列文件写的"),
    Basis.EXACT: N_("一字不差"),
    Basis.SYNONYM: N_("同义词"),
    Basis.CONTENTS: N_("看内容猜的"),
    Basis.UNKNOWN: N_("没认出"),
}
_SURE = {
    Basis.CHOSEN: Sureness.EXACT,
    Basis.REMEMBERED: Sureness.EXACT,
    Basis.FILE: Sureness.EXACT,
    Basis.EXACT: Sureness.EXACT,
    Basis.SYNONYM: Sureness.SYNONYM,
    Basis.CONTENTS: Sureness.CONTENTS,
    Basis.UNKNOWN: Sureness.UNKNOWN,
}
