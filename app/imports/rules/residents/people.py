"""The people of a ledger: rows that speak of one person put together, and what those rows say in all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from app.imports.rules.residents.rows import ContactSaid, ResidentRow

__all__ = ["PersonKey", "PersonSaid", "people_of", "person_key"]

# A paper's kind and number, else name, sex and birth: ("id_card", "1101…") or ("", "王秀英", "female", "1941-03-05").
PersonKey: TypeAlias = tuple[str, ...]

_SETTLED = (
    "born_on", "precision", "ethnicity", "hukou_region", "hukou_kind", "category_no", "phone", "address", "spouse",
    "notes", "no_id_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """One person with their rows in the order of their stays, and `all` that the rows say, the newest last."""

    key: PersonKey
    rows: tuple[ResidentRow, ...]
    all: ResidentRow

    @property
    def numbers(self) -> tuple[int, ...]:
        """The rows' numbers."""
        return tuple(sorted(row.row for row in self.rows))

    @property
    def died_on(self) -> date | None:
        """The day of death, where a row ends with it."""
        return next((row.died_on for row in reversed(self.rows) if row.died_on), None)


def person_key(row: ResidentRow) -> PersonKey:
    """Tell people apart: by the number of their paper, without one by what else is said."""
    if row.number and row.paper:
        return row.paper.value, row.number
    return "", row.name, row.sex.value, row.born_on.isoformat() if row.born_on else ""


def people_of(rows: Iterable[ResidentRow]) -> dict[PersonKey, PersonSaid]:
    """Put the rows of each person together, in the order in which people turn up."""
    groups: dict[PersonKey, list[ResidentRow]] = {}
    for row in rows:
        groups.setdefault(person_key(row), []).append(row)
    return {key: _person(key, group) for key, group in groups.items()}


def _person(key: PersonKey, group: Sequence[ResidentRow]) -> PersonSaid:
    ordered = tuple(sorted(group, key=lambda row: (row.from_on or date.min, row.row)))
    said: dict[str, Any] = {}
    for name in _SETTLED:
        spoken = [value for row in ordered if (value := getattr(row, name)) not in (None, "")]
        if spoken:
            said[name] = spoken[-1]
    said["categories"] = tuple(dict.fromkeys(each for row in ordered for each in row.categories))
    said["health"] = tuple(dict.fromkeys(each for row in ordered for each in row.health))
    said["contacts"] = _contacts(ordered)
    return PersonSaid(key, ordered, replace(ordered[-1], **said))


def _contacts(rows: Sequence[ResidentRow]) -> tuple[ContactSaid, ...]:
    """One contact for each name; what a later row says goes before."""
    found: dict[str, ContactSaid] = {}
    for one in (one for row in rows for one in row.contacts):
        old = found.get(one.name)
        if old is None:
            found[one.name] = one
            continue
        found[one.name] = ContactSaid(
            one.name, one.relation or old.relation, one.phone or old.phone, one.address or old.address,
            one.guardian or old.guardian, one.basis or old.basis,
        )  # fmt: skip
    return tuple(found.values())
