"""The reserve 兜底 of a home against its free beds, with the arithmetic that everybody may check."""

from dataclasses import dataclass
from typing import Any

from app.core.i18n import _

__all__ = ["Reserve"]


@dataclass(frozen=True, slots=True)
class Reserve:
    """How many beds stay free for 特困 persons: last year's total less those in residence now, never below nothing."""

    on: bool
    kept: int
    last_year_total: int
    in_residence: int
    free: int
    year: int

    @property
    def open_to_all(self) -> int:
        """How many free beds may be offered to other classes."""
        return max(self.free - self.kept, 0) if self.on else self.free

    def blocks(self, beds: int = 1) -> bool:
        """Tell whether so many more beds would reach into the reserve."""
        return self.on and self.free - self.kept < beds

    def blocks_marked(self, marked: int) -> bool:
        """Tell whether one of so many free beds marked 兜底保留 is needed for the reserve: it is kept in those first."""
        return self.on and marked <= self.kept

    @property
    def said(self) -> str:
        """The arithmetic in one sentence."""
        if not self.on:
            return _("现行规则没有设兜底预留，空床 {free} 张都可发出").format(free=self.free)
        sentence = _(
            "空床 {free} 张，兜底预留 {kept} 张（{year} 年特困 {total} 人，现住 {now} 人），可发给其他类别 {open} 张"
        )
        return sentence.format(
            free=self.free, kept=self.kept, year=self.year, total=self.last_year_total, now=self.in_residence,
            open=self.open_to_all,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Freeze the figures into an offer."""
        return {
            "on": self.on, "kept": self.kept, "last_year_total": self.last_year_total,
            "in_residence": self.in_residence, "free": self.free, "year": self.year,
        }  # fmt: skip
