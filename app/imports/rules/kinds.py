"""What a kind of ledger is: its fields, how a row is read, what holds for the whole file, and what would change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.core.i18n import _
from app.imports.rules.ledger import Column, Row, address
from app.imports.rules.plans import Plan
from app.imports.rules.problems import Fact, Fault, Fix, Problem
from app.imports.rules.telling import Telling
from app.imports.rules.words import known_form, tidy, visible

__all__ = ["Field", "Kind", "Layout", "Reading"]

Record = TypeVar("Record")
Context = TypeVar("Context")
Existing = TypeVar("Existing")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a ledger of this kind can say, and the words people head its column with.

    `many` lets several columns come here, those of `named_words` under their own name ("Service：Medicine").
    `shared_words` head columns of several fields (床位类型); what stands under them `decides`. `looks_like` tells a
    field by its contents alone. A merged cell speaks for all its rows only where the field `fills_down`.
    `lost` says what a spreadsheet did to a long number of this field, where the general sentence is not enough.
    What is `private` is never repeated in a problem.
    """

    name: str
    title: str
    words: tuple[str, ...] = ()
    named_words: tuple[str, ...] = ()
    shared_words: tuple[str, ...] = ()
    decides: Callable[[str], bool] | None = None
    required: bool = False
    fills_down: bool = False
    many: bool = False
    private: bool = False
    limit: int = 40
    is_label: bool = True
    looks_like: Callable[[str], bool] | None = None
    choices: tuple[str, ...] = ()
    example: str = ""
    hint: str = ""
    lost: Fault | None = None

    @property
    def label(self) -> str:
        """The field's name on the screen."""
        return _(self.title)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column carries which field in the sheet at hand, what the mapping adds to it, and the rows under it."""

    columns: Mapping[str, tuple[Column, ...]]
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    guessed: frozenset[int] = frozenset()
    rows: Mapping[int, Row] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the ledger says anything about a field."""
        return name in self.columns or name in self.constants

    def where(self, name: str, row: int) -> str | None:
        """Name the cell that carries a field in a row."""
        columns = self.columns.get(name)
        return address(columns[0].number, row) if columns else None

    def said(self, name: str, row: int) -> str:
        """Give what the cell that carries a field says in the owner's own words, short enough for a sentence."""
        columns = self.columns.get(name)
        if not columns:
            return visible(self.constants.get(name, ""))
        return visible(tidy(self.rows[row].text(columns[0].number))) if row in self.rows else ""


@dataclass(slots=True)
class Reading:
    """One row read through the layout; what is wrong with it is collected beside it."""

    row: Row
    layout: Layout
    fields: Mapping[str, Field]
    problems: list[Problem]
    spoiled: set[str] = field(default_factory=set)

    def text(self, name: str) -> str:
        """What the row says about a field, tidied; blank when it says nothing."""
        columns = self.layout.columns.get(name)
        if not columns:
            return self.layout.constants.get(name, "")
        if self.fields[name].many:
            return "；".join(filter(None, (self._named(name, column) for column in columns)))
        text = tidy(self.row.text(columns[0].number))
        return self.layout.words.get(name, {}).get(known_form(text), text)

    def _named(self, name: str, column: Column) -> str:
        text = tidy(self.row.text(column.number))
        kind = self.fields[name]
        last = known_form(column.parts[-1]) if column.parts else ""
        own = last in {known_form(word) for word in (kind.title, *kind.words)}
        return text if own or not text else f"{column.title}：{text}"

    def sound(self, name: str) -> str:
        """Give a field's text unless its cell has already been found wrong; what was flagged is not read further."""
        return "" if name in self.spoiled else self.text(name)

    def flag(
        self, fault: Fault, name: str | None = None, *, fix: Fix | None = None, cell: str | None = None, **facts: Fact
    ) -> None:
        """Say what is wrong with the row, or with one field of it."""
        place = cell or (self.layout.where(name, self.row.number) if name else None)
        found = "" if not name or self.fields[name].private else self.layout.said(name, self.row.number)
        if name:
            facts.setdefault("field", self.fields[name].title)
        facts.setdefault("row", self.row.number)
        self.problems.append(Problem(fault, place, self.row.number, facts, fix, found))

    def spoil(self, fault: Fault, name: str, *, fix: Fix | None = None, cell: str | None = None, **facts: Fact) -> None:
        """Say what is wrong with a field and read it no further."""
        self.flag(fault, name, fix=fix, cell=cell, **facts)
        self.spoiled.add(name)


@dataclass(frozen=True)
class Kind(Generic[Record, Context, Existing]):
    """A kind of ledger as a value; a new one is added to `registry` and needs no change of the engine.

    `parse` gives None for a row that cannot stand (its problems say why). `check` says what contradicts what inside
    the file. `plan` compares with what exists, says what would be wrong afterwards, and writes nothing. `write`
    turns a record back into texts by field. `telling` says a plan in words. `permissions` are needed besides the
    `permission` to take it in at all, and `held_by` names who has them. What is `of_county` is about all homes of a
    county and belongs to none of them. A sum row of a ledger that `sums_count_rows` says how many there are. `constants` are fields that may be said once for a whole table.
    """

    code: str
    title: str
    fields: tuple[Field, ...]
    parse: Callable[[Reading, Context], Record | None]
    check: Callable[[Sequence[Record], Layout, Context], Iterable[Problem]]
    plan: Callable[[Sequence[Record], Layout, Existing, Context], Plan]
    write: Callable[[Record], dict[str, str]]
    telling: Telling
    permission: str = "imports.run"
    permissions: tuple[str, ...] = ()
    of_county: bool = False
    sums_count_rows: bool = True
    held_by: str = ""
    constants: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The kind's name on the screen."""
        return _(self.title)

    @property
    def by_name(self) -> dict[str, Field]:
        """Fields by name."""
        return {field.name: field for field in self.fields}
