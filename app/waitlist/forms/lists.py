"""What may be asked of a list: which lines, which day, which page, and whose place is to be explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from urllib.parse import urlencode

from app.core.i18n import N_, _
from app.web.addresses import day_in, id_in

__all__ = ["PAGE", "ListAsk", "Show"]

PAGE = 50
LAST_PAGE = 9999


class Show(StrEnum):
    """Which lines of a list are shown."""

    ALL = "all"
    MATCHED = "matched"
    OFFERED = "offered"
    UNREADY = "unready"
    DEFERRED = "deferred"
    NURSING = "nursing"
    CONFIRM = "confirm"
    OVERRIDE = "override"

    @property
    def label(self) -> str:
        """The word on the chip."""
        return _(_WORDS[self])


_WORDS = {
    Show.ALL: N_("全部"),
    Show.MATCHED: N_("今天有匹配"),
    Show.OFFERED: N_("已发通知"),
    Show.UNREADY: N_("资料不全"),
    Show.DEFERRED: N_("暂缓"),
    Show.NURSING: N_("要护理型"),
    Show.CONFIRM: N_("该确认意愿"),
    Show.OVERRIDE: N_("人工调整"),
}
TODAY_ONLY = frozenset({Show.MATCHED, Show.UNREADY, Show.CONFIRM})


@dataclass(frozen=True, slots=True)
class ListAsk:
    """The query of a list's address; what cannot be read is as if it had not been asked."""

    today: date
    day: date
    show: Show = Show.ALL
    page: int | None = None
    why: int | None = None
    county: int | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str], today: date) -> Self:
        """Read the address. A day to come is today: nobody knows a later list."""
        day = min(day_in(asked.get("day")) or today, today)
        show = next((one for one in Show if one.value == asked.get("show")), Show.ALL)
        page = id_in(asked.get("page"))
        return cls(
            today, day, Show.ALL if day < today and show in TODAY_ONLY else show, min(page, LAST_PAGE) if page else None,
            id_in(asked.get("why")), id_in(asked.get("county")),
        )  # fmt: skip

    @property
    def is_past(self) -> bool:
        """Whether an earlier day is looked at."""
        return self.day < self.today

    @property
    def kept(self) -> dict[str, str]:
        """What goes along on every link of the list, but the page and the open ladder."""
        said = {
            "county": str(self.county or ""), "day": str(self.day) if self.is_past else "",
            "show": self.show.value if self.show is not Show.ALL else "",
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}

    def query(self, **changes: object) -> str:
        """Write the address anew with some of it changed; what is as usual is left out."""
        said = {**self.kept, "page": str(self.page) if self.page and self.page > 1 else ""} | {
            name: str(value) if value is not None else "" for name, value in changes.items()
        }
        return "?" + urlencode({name: value for name, value in said.items() if value and value != Show.ALL})
