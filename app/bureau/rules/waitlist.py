"""The waitlist as the bureau sees it: flows of a span and those who wait at its end, by home and tier, small counts withheld."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from app.bureau.rules.suppression import ALL, Table, withheld
from app.core.i18n import N_, _

__all__ = ["ALL", "WAITING", "Counted", "Measure", "Shown", "Waiters", "say_count"]

EVERYBODY = 0
"""The row of everything together; homes have greater ids and counties are written below nothing."""


class Measure(StrEnum):
    """What is counted: what happened in the span, and who waits at its end."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    AGREED = "agreed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    ADMITTED = "admitted"
    LEFT = "left"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        """The measure in words."""
        return _(_LABELS[self])


_LABELS = {
    Measure.RECEIVED: N_("登记申请"),
    Measure.ACCEPTED: N_("列入轮候"),
    Measure.OFFERED: N_("发床位通知"),
    Measure.AGREED: N_("接受"),
    Measure.DECLINED: N_("拒绝"),
    Measure.LAPSED: N_("逾期作废"),
    Measure.ADMITTED: N_("办理入住"),
    Measure.LEFT: N_("撤回和移出"),
    Measure.WAITING: N_("期末轮候"),
}
WAITING = Measure.WAITING


class Counted(NamedTuple):
    """One tier of one home: a number for each measure, and how many days those who wait have waited together."""

    county: int
    county_name: str
    institution_id: int
    name: str
    tier: int
    tier_label: str
    counts: Mapping[str, int]
    waiting_days: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as it may be told: None is withheld."""

    count: int | None

    @property
    def words(self) -> str:
        """The count as a page shows it."""
        return say_count(self.count)


def say_count(count: int | None) -> str:
    """Say a count; a withheld one is a sign that is explained under the table."""
    return "*" if count is None else f"{count:,}"


@dataclass(frozen=True)
class Waiters:
    """Rows of homes and tiers put together, with what must not be told of them."""

    rows: Sequence[Counted]

    @cached_property
    def tiers(self) -> list[tuple[int, str]]:
        """The tiers there are; where counties name one differently only its number is told."""
        found: dict[int, set[str]] = {}
        for row in self.rows:
            found.setdefault(row.tier, set()).add(row.tier_label)
        return [(tier, next(iter(found[tier])) if len(found[tier]) == 1 else "") for tier in sorted(found)]

    @cached_property
    def counties(self) -> dict[int, str]:
        """The counties by code."""
        return {row.county: row.county_name for row in sorted(self.rows, key=lambda row: row.county)}

    @cached_property
    def homes(self) -> dict[int, tuple[str, int]]:
        """The homes by id, with their county."""
        return {row.institution_id: (row.name, row.county) for row in self.rows}

    @cached_property
    def _tables(self) -> dict[Measure, tuple[Table, frozenset[Any]]]:
        parents: dict[Any, Any] = {EVERYBODY: None}
        several = len(self.counties) > 1
        parents |= {-county: EVERYBODY for county in self.counties} if several else {}
        parents |= {home: -county if several else EVERYBODY for home, (_name, county) in self.homes.items()}
        found = {}
        for measure in Measure:
            leaves: dict[Any, dict[str, int]] = {home: {} for home in self.homes}
            for row in self.rows:
                mine = leaves[row.institution_id]
                mine[str(row.tier)] = mine.get(str(row.tier), 0) + row.counts[measure]
            table = Table(leaves, parents, tuple(str(tier) for tier, _label in self.tiers))
            found[measure] = (table, withheld(table))
        return found

    def count(self, measure: Measure, row: int = EVERYBODY, tier: int | None = None) -> Shown:
        """Give a count of a home, of a county (its code below nothing), or of everybody; of one tier or of all."""
        if not self.rows:
            return Shown(0)
        table, hidden = self._tables[measure]
        cell = (row, ALL if tier is None else str(tier))
        return Shown(None if cell in hidden else table.counts.get(cell, 0))

    def days(self, row: int = EVERYBODY, tier: int | None = None) -> int | None:
        """Give how many days those who wait have waited on the average; None where nobody does or it is withheld."""
        many = self.count(WAITING, row, tier).count
        if not many:
            return None
        return round(sum(one.waiting_days for one in self._of(row, tier)) / many)

    def _of(self, row: int, tier: int | None) -> Iterable[Counted]:
        for one in self.rows:
            if row in (EVERYBODY, one.institution_id, -one.county) and tier in (None, one.tier):
                yield one

    @property
    def any_withheld(self) -> bool:
        """Whether anything is withheld."""
        return bool(self.rows) and any(hidden for _table, hidden in self._tables.values())
