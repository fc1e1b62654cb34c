"""What the board's address asks: the URL is the whole state, so it is read kindly and written back short."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

from app.beds.rules.board import Filter
from app.beds.rules.kinds import Facing, MarkKind, SexRule
from app.beds.rules.states import BedState
from app.web.addresses import day_in, id_in

__all__ = ["BoardAsk"]

Word = TypeVar("Word", bound=StrEnum)
MARKS = frozenset({*(mark.value for mark in MarkKind), "none", "extra"})


@dataclass(frozen=True, slots=True)
class BoardAsk:
    """Day, tab, filters and the bed whose panel is open. What cannot be read is taken as not asked."""

    day: date
    today: date
    building: int | None = None
    state: BedState | None = None
    mark: str = ""
    room: SexRule | None = None
    facing: Facing | None = None
    long: bool = False
    overdue: bool = False
    bed: int | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str], today: date) -> Self:
        """Read the query of an address."""
        mark = asked.get("mark", "")
        state = _word(BedState, asked.get("state"))
        return cls(
            day=day_in(asked.get("day")) or today,
            today=today,
            building=id_in(asked.get("building")),
            state=state.counted_as if state else None,
            mark=mark if mark in MARKS else "",
            room=_word(SexRule, asked.get("room")),
            facing=_word(Facing, asked.get("facing")),
            long=asked.get("long") == "yes",
            overdue=asked.get("overdue") == "yes",
            bed=id_in(asked.get("bed")),
        )

    @property
    def filter(self) -> Filter:
        """The part that chooses beds."""
        return Filter(self.building, self.state, self.mark, self.room, self.facing, self.long, self.overdue)

    def query(self, **changes: Any) -> str:
        """Write the address anew with some answers changed; what is as usual is left out."""
        given = replace(self, **changes)
        said: dict[str, str] = {}
        for name in (each.name for each in fields(self) if each.name != "today"):
            value = getattr(given, name)
            if value and not (name == "day" and value == self.today):
                said[name] = "yes" if value is True else str(value)
        return f"?{urlencode(said)}" if said else "?"

    def hidden(self, *without: str) -> dict[str, str]:
        """The same answers as fields of a GET form."""
        pairs = self.query(**dict.fromkeys(without)).removeprefix("?").split("&")
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def _word(words: type[Word], text: str | None) -> Word | None:
    return next((word for word in words if word.value == text), None)
