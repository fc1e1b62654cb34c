"""The list of a home's people: its tabs, what it says of a stay, and which part of it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.beds.rules.labels import natural_key
from app.core.i18n import N_, _

__all__ = ["PAGE", "Presence", "StayFact", "Tab", "in_order", "of_tab"]

PAGE = 100
"""So many rows to a page; a home's residents fit on a few."""


class Presence(StrEnum):
    """Whether somebody lives in the home on the day of the list."""

    HERE = "here"
    LEFT = "left"


class Tab(StrEnum):
    """Whom the list shows."""

    HERE = "here"
    ALL = "all"
    LEFT = "left"

    @property
    def label(self) -> str:
        """The tab's word."""
        return _(_TABS[self])


_TABS = {Tab.HERE: N_("在住"), Tab.ALL: N_("全部"), Tab.LEFT: N_("已离院")}


@dataclass(frozen=True, slots=True)
class StayFact:
    """What the storey that knows stays tells of one person in the list, in words where words are shown."""

    presence: Presence
    bed: str = ""
    bed_id: int | None = None
    stay_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    kind: str = ""
    away: str = ""
    overdue: bool = False
    level: int | None = None
    level_word: str = ""
    reason: str = ""


def of_tab(ids: Sequence[int], facts: Mapping[int, StayFact], tab: Tab) -> list[int]:
    """The people of a tab, in the order given. Who has never stayed is only among all."""
    if tab is Tab.ALL:
        return list(ids)
    wanted = Presence.HERE if tab is Tab.HERE else Presence.LEFT
    return [elder_id for elder_id in ids if elder_id in facts and facts[elder_id].presence is wanted]


def in_order(ids: Sequence[int], facts: Mapping[int, StayFact], tab: Tab) -> list[int]:
    """Residents by bed, as one walks through the house; those who left, the latest first; all others by name."""
    if tab is Tab.HERE:
        return sorted(ids, key=lambda elder_id: (not facts[elder_id].bed, natural_key(facts[elder_id].bed)))
    if tab is Tab.LEFT:
        return sorted(ids, key=lambda elder_id: facts[elder_id].to_on or date.min, reverse=True)
    return list(ids)
