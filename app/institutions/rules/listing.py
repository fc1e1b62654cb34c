"""What the list of homes is narrowed to, and how many homes each further choice would leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from app.core.i18n import _
from app.institutions.rules.answers import Operation, Tag

__all__ = ["Choice", "HomeAsk", "choices_among"]

R = TypeVar("R")
CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class HomeAsk:
    """The question in the address of the list; closed homes are left out unless asked for."""

    q: str = ""
    county: int | None = None
    tag: Tag | None = None
    operation: Operation | None = None
    bare: bool = False
    closed: bool = False

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "HomeAsk":
        """Read it from an address; what cannot be read is not asked."""
        county, tag, operation = (said.get(name, "") for name in ("county", "tag", "operation"))
        return cls(
            q=said.get("q", "").strip()[:60],
            county=int(county) if county.isascii() and county.isdigit() and len(county) == CODE_DIGITS else None,
            tag=Tag(tag) if tag in set(Tag) else None,
            operation=Operation(operation) if operation in set(Operation) else None,
            bare=bool(said.get("bare")),
            closed=bool(said.get("closed")),
        )

    def query(self, **changes: Any) -> str:
        """Write the address with some choices changed."""
        written = urlencode(replace(self, **changes).said)
        return "?" + written if written else ""

    @property
    def said(self) -> dict[str, Any]:
        """What is asked, as it stands in the address."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: "yes" if value is True else value for name, value in chosen.items() if value}

    def keeps(self, row: Any) -> bool:
        """Tell whether a home answers to every choice."""
        return (
            (self.county is None or row.county == self.county)
            and (self.tag is None or self.tag in row.tags)
            and (self.operation is None or row.operation is self.operation)
            and (not self.bare or row.registered is None)
        )

    def narrowed(self, rows: Iterable[R]) -> list[R]:
        """Give the homes that answer to every choice."""
        return [row for row in rows if self.keeps(row)]

    @property
    def pressed(self) -> bool:
        """Tell whether anything is chosen at all."""
        return bool(self.query(closed=False))


@dataclass(frozen=True, slots=True)
class Choice:
    """One further choice: its words, how many homes it leaves, where it leads, and whether it is made."""

    label: str
    count: int
    href: str
    current: bool


def choices_among(rows: Sequence[Any], ask: HomeAsk) -> list[Choice]:
    """List the choices of counties, kinds and operation that some home answers to, and the one for missing papers."""
    counties = {row.county: row.county_name for row in rows}
    found = [_choice(rows, ask, "county", county, name) for county, name in counties.items() if len(counties) > 1]
    found += [_choice(rows, ask, "tag", tag, tag.label) for tag in Tag]
    found += [_choice(rows, ask, "operation", way, way.label) for way in Operation]
    found.append(_choice(rows, ask, "bare", True, _("缺核定床位的文件")))
    return [choice for choice in found if choice.count or choice.current]


def _choice(rows: Sequence[Any], ask: HomeAsk, name: str, value: Any, label: str) -> Choice:
    current = getattr(ask, name) == value
    count = sum(replace(ask, **{name: value}).keeps(row) for row in rows)
    return Choice(label, count, ask.query(**{name: None if current else value}), current)
