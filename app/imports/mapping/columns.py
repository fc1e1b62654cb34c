"""Columns to fields 对列: by a mapping file, by what was used last time, by the header's words, by the contents."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.i18n import _
from app.imports.errors import MappingRefused
from app.imports.mapping.basis import Basis
from app.imports.mapping.files import SKIP, MappingFile, field_named
from app.imports.rules.kinds import Field, Kind, Layout
from app.imports.rules.ledger import Column, Ledger, Sheet
from app.imports.rules.words import known_form, tidy

__all__ = ["ColumnMap", "Match", "match_columns"]

_SAMPLES = 200
# What may trail a known word and leave its meaning alone: 房间号码, 床位编号. Not 床位费, not 床位类型.
_TAILS = {"号", "号码", "编号", "名", "名称", "no", "id", "code", "name", "number", "标记", "情况", "时间", "日期", "1"}


@dataclass(frozen=True, slots=True)
class Match:
    """One column and the field it goes to, with the first values under it; `field` None is not imported."""

    column: Column
    field: str | None
    basis: Basis
    samples: tuple[tuple[str, int], ...] = ()
    rival: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Every column of a sheet with where it goes."""

    matches: tuple[Match, ...]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        """The mapping as checking needs it."""
        columns: dict[str, tuple[Column, ...]] = {}
        for match in self.matches:
            if match.field:
                columns[match.field] = (*columns.get(match.field, ()), match.column)
        words = {name: {known_form(word): ours for word, ours in table.items()} for name, table in self.words.items()}
        guessed = frozenset(match.column.number for match in self.matches if match.basis is Basis.CONTENTS)
        return Layout(columns, self.constants, words, guessed)

    @property
    def template(self) -> dict[str, str]:
        """What to remember for the next ledger of this home: header to field."""
        return {match.column.title: match.field or SKIP for match in self.matches if match.column.title}

    def chosen(self, choices: Mapping[int, str], kind: Kind[Any, Any, Any]) -> "ColumnMap":
        """Take what a person chose by column number; "" or "skip" leaves the column out."""
        names = {number: field_named(name, kind) for number, name in choices.items()}
        matches = tuple(
            Match(match.column, names[match.column.number], Basis.CHOSEN, match.samples)
            if match.column.number in names else match
            for match in self.matches
        )  # fmt: skip
        _refuse_twice(matches, kind)
        return ColumnMap(matches, self.words, self.constants)


def match_columns(
    ledger: Ledger,
    kind: Kind[Any, Any, Any],
    *,
    remembered: Mapping[str, str] | None = None,
    mapping: MappingFile | None = None,
) -> ColumnMap:
    """Match the columns of the chosen sheet: the mapping file first, then last time's, then words, then contents."""
    mapping = mapping or MappingFile()
    columns = ledger.sheet.header.columns if ledger.sheet.header else ()
    samples = {column.number: _samples(ledger.sheet, column) for column in columns}
    told = ((mapping.columns, Basis.FILE), (remembered or {}, Basis.REMEMBERED))
    ranked = [
        (column, *(_told(column, told, kind) or _guess(column, kind.fields, samples[column.number])))
        for column in columns
    ]
    matches = [
        Match(column, name, basis, tuple(samples[column.number].most_common(3)), rival)
        for column, name, basis, rival in _one_column_each(ranked, kind)
    ]
    if mapping.columns:
        _refuse_twice(matches, kind)
    constants = {name: text for title, text in mapping.constants.items() if (name := field_named(title, kind))}
    words = {name: table for title, table in mapping.words.items() if (name := field_named(title, kind))}
    return ColumnMap(tuple(matches), words, constants)


_Ranked = tuple[Column, str | None, Basis]


def _told(
    column: Column, told: Sequence[tuple[Mapping[str, str], Basis]], kind: Kind[Any, Any, Any]
) -> tuple[str | None, Basis] | None:
    for names, basis in told:
        by_form = {known_form(title): name for title, name in names.items()}
        letter = column.letter if basis is Basis.FILE else ""
        for title in filter(None, (column.title, letter, *column.parts[-1:])):
            name = by_form.get(known_form(title))
            # What was remembered may name a field that has gone since; then the words decide again.
            if name is not None and (basis is Basis.FILE or name in kind.by_name or name == SKIP):
                return field_named(name, kind), basis
    return None


def _guess(column: Column, fields: Sequence[Field], samples: Counter[str]) -> tuple[str | None, Basis]:
    # Of a merged header the last row names the column; the rows above it only name its group, unless both together
    # are a name of their own: 联系人/姓名 is not the elder's.
    heads = [known_form(title) for title in (column.title, *column.parts[-1:]) if title]
    for head in heads:
        for each in fields:
            if head == known_form(each.title):
                return each.name, Basis.EXACT
        for each in fields:
            if head in _forms(each.words, each.named_words):
                return each.name, Basis.SYNONYM
        for each in fields:
            if head in _forms(each.shared_words) and each.decides and _share(each.decides, samples) >= 0.5:
                return each.name, Basis.SYNONYM
    return _by_contents(fields, samples, heads)


def _forms(*words: Sequence[str]) -> set[str]:
    return {known_form(word) for group in words for word in group}


def _share(test: Callable[[str], bool], samples: Counter[str]) -> float:
    return sum(count for text, count in samples.items() if test(text)) / max(samples.total(), 1)


def _by_contents(fields: Sequence[Field], samples: Counter[str], heads: Sequence[str]) -> tuple[str | None, Basis]:
    for each in fields:
        if samples and each.looks_like and _share(each.looks_like, samples) >= 0.5:
            return each.name, Basis.CONTENTS
    for each in fields:
        words = [word for word in _forms((each.title,), each.words) if len(word) > 1]
        if heads and any(heads[-1].startswith(word) and heads[-1][len(word) :] in _TAILS for word in words):
            return each.name, Basis.CONTENTS
    return None, Basis.UNKNOWN


def _one_column_each(
    ranked: Sequence[_Ranked], kind: Kind[Any, Any, Any]
) -> list[tuple[Column, str | None, Basis, str]]:
    """Where two columns claim one field the surer one has it, then the left one; the other says who took it."""
    taken: dict[str, Column] = {}
    for column, name, _basis in sorted(ranked, key=lambda entry: (-entry[2].sureness, entry[0].number)):
        if name and not kind.by_name[name].many:
            taken.setdefault(name, column)
    out: list[tuple[Column, str | None, Basis, str]] = []
    for column, name, basis in ranked:
        if name and taken.get(name, column) is not column and basis is not Basis.FILE:
            out.append((column, None, Basis.UNKNOWN, taken[name].letter))
        else:
            out.append((column, name, basis, ""))
    return out


def _samples(sheet: Sheet, column: Column) -> Counter[str]:
    seen: Counter[str] = Counter()
    for row in sheet.body:
        if text := tidy(row.text(column.number)):
            seen[text] += 1
        if seen.total() >= _SAMPLES:
            break
    return seen


def _refuse_twice(matches: Sequence[Match], kind: Kind[Any, Any, Any]) -> None:
    seen: dict[str, Match] = {}
    for match in matches:
        if match.field and not kind.by_name[match.field].many and match.field in seen:
            raise MappingRefused(
                _("{first} 列和 {second} 列都对到了「{field}」，请只留一列").format(
                    first=seen[match.field].column.letter,
                    second=match.column.letter,
                    field=kind.by_name[match.field].label,
                )
            )
        if match.field:
            seen[match.field] = match
