"""What contradicts what inside one bed ledger; nothing here needs to know what exists."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from app.beds.rules.labels import next_labels, say_labels
from app.imports.rules.beds import faults
from app.imports.rules.beds.fields import FIELDS
from app.imports.rules.beds.rows import BedContext, BedRow
from app.imports.rules.beds.settled import by, others
from app.imports.rules.beds.words import floor_key
from app.imports.rules.kinds import Layout
from app.imports.rules.problems import Fact, Fault, Fix, Problem

__all__ = ["check_rows"]

_LABELS = {field.name: field for field in FIELDS}
_Say = Callable[[BedRow], Any]


def check_rows(rows: Sequence[BedRow], layout: Layout, context: BedContext) -> Iterable[Problem]:
    """Say everything that two or more rows contradict each other in, and what the ledger leaves out."""
    return chain(
        _duplicates(rows, layout),
        _rooms(rows, layout),
        _units(rows, layout),
        _titles(rows, layout),
        _spellings(rows, layout),
        _left_out(rows, layout, context),
    )


def _at(fault: Fault, name: str, row: BedRow, layout: Layout, fix: Fix | None = None, **facts: Fact) -> Problem:
    said: dict[str, Fact] = {"row": row.row, "field": _LABELS[name].title, **facts}
    return Problem(fault, layout.where(name, row.row), row.row, said, fix, layout.said(name, row.row))


def _duplicates(rows: Sequence[BedRow], layout: Layout) -> Iterator[Problem]:
    taken = {key: {row.bed for row in group} for key, group in by(rows, lambda row: row.room_key).items()}
    for first, *again in by(rows, lambda row: row.bed_key).values():
        for row in again:
            fix = Fix(skip=True)
            if row != first:
                label = next_labels(taken[row.room_key], 1)[0]
                taken[row.room_key].add(label)
                fix = Fix(label, skip=True)
            yield _at(faults.DUPLICATE, "bed", row, layout, fix, other=first.row, bed=first.name)


def _rooms(rows: Sequence[BedRow], layout: Layout) -> Iterator[Problem]:
    """A room stands on one floor, in one unit, and is one kind of room for one kind of people."""
    for group in by(rows, lambda row: row.room_key).values():
        yield from _disagreeing(faults.TWO_UNITS, "unit", group, layout, lambda row: row.unit_key)
        yield from _disagreeing(faults.TWO_FLOORS, "floor", group, layout, lambda row: row.floor_key)
        for name in ("room_kind", "sex_rule", "isolation", "facing"):
            yield from _disagreeing(faults.ROOM_DISAGREES, name, group, layout, _saying(name))


def _units(rows: Sequence[BedRow], layout: Layout) -> Iterator[Problem]:
    """A unit has one purpose, one cap and one place in the order; several floors or buildings are worth a look."""
    units = by(rows, lambda row: row.unit_key)
    for group in units.values():
        for name in ("unit_kind", "unit_cap"):
            yield from _disagreeing(faults.UNIT_DISAGREES, name, group, layout, _saying(name))
        yield from _once(faults.TWO_ORDERS, "unit_order", group, layout, lambda row: row.unit_order)
        yield from _spanning(group, layout)
    orders = by(
        [group[0] for group in units.values() if group[0].unit_order is not None], lambda row: (row.unit_order,)
    )
    for first, *again in orders.values():
        for row in again:
            yield _at(faults.SAME_ORDER, "unit_order", row, layout, unit=row.unit, other=first.unit)


def _titles(rows: Sequence[BedRow], layout: Layout) -> Iterator[Problem]:
    for group in by(rows, lambda row: row.floor_key).values():
        yield from _once(
            faults.TWO_TITLES, "floor_title", group, layout, lambda row: row.floor_title, **_called("floor", group[0])
        )
    for group in by(rows, lambda row: row.unit_key).values():
        yield from _once(
            faults.TWO_TITLES, "unit_title", group, layout, lambda row: row.unit_title, **_called("unit", group[0])
        )
        if layout.has("unit_title") and not any(row.unit_title for row in group):
            yield _at(faults.UNIT_UNTITLED, "unit_title", group[0], layout, unit=group[0].unit)


def _called(name: str, row: BedRow) -> dict[str, Fact]:
    return {"level": _LABELS[name].title, "place": getattr(row, name)}


def _spellings(rows: Sequence[BedRow], layout: Layout) -> Iterator[Problem]:
    """One place written in two ways is one place, and its owner is told which way is kept."""
    ways: tuple[tuple[str, _Say, _Say], ...] = (
        ("building", lambda row: row.building_key, lambda row: row.building),
        ("floor", lambda row: row.floor_key, lambda row: row.floor),
        ("unit", lambda row: row.unit_key, lambda row: row.unit),
        ("room", lambda row: row.room_key, lambda row: row.room),
    )
    for name, key, said in ways:
        for group in by(rows, key).values():
            yield from _once(faults.TWO_SPELLINGS, name, group, layout, said)


def _saying(name: str) -> _Say:
    return lambda row: getattr(row, name)


def _disagreeing(fault: Fault, name: str, group: Sequence[BedRow], layout: Layout, same: _Say) -> Iterator[Problem]:
    """Each row that says other than most of its group, with what most say as the proposal."""
    first, odd = others(group, lambda row: same(row) if same(row) != () else None)
    if first is None or not odd:
        return
    kept = layout.said(name, first.row)
    for row in odd:
        yield _at(
            fault, name, row, layout, Fix(kept), other=first.row, kept=kept, room=row.room_name, unit=row.unit
        )  # fmt: skip


def _once(
    fault: Fault, name: str, group: Sequence[BedRow], layout: Layout, said: _Say, **facts: Fact
) -> Iterator[Problem]:
    """One problem for each further way of saying it, standing at the first row that says so."""
    first, odd = others(group, said)
    for rows in by(odd, lambda row: (said(row),)).values():
        kept = str(said(first)) if first else ""
        told: dict[str, Fact] = {"kept": kept, "rows": len(rows), "unit": rows[0].unit, **facts}
        yield _at(fault, name, rows[0], layout, Fix(kept), **told)


def _spanning(group: Sequence[BedRow], layout: Layout) -> Iterator[Problem]:
    floors = by(group, lambda row: (row.building_key, floor_key(row.floor)))
    if len(floors) < 2:
        return
    buildings = {row.building_key for row in group}
    names = [f"{rows[0].building} {rows[0].floor}" if len(buildings) > 1 else rows[0].floor for rows in floors.values()]
    row = next(rows[0] for n, rows in enumerate(floors.values()) if n == 1)
    example = f"{row.building if len(buildings) > 1 else row.floor}{row.unit}"
    yield _at(faults.UNIT_SPANS, "unit", row, layout, unit=row.unit, places=say_labels(names), example=example)


def _left_out(rows: Sequence[BedRow], layout: Layout, context: BedContext) -> Iterator[Problem]:
    """What the ledger says nothing about, in one line each, so that nothing is assumed in silence."""
    if not rows:
        return
    if not layout.has("building"):
        yield Problem(faults.NO_BUILDING, facts={"building": context.default_building})
    without = [row for row in rows if not row.unit]
    if layout.has("unit") and without:
        cell = layout.where("unit", without[0].row)
        yield Problem(faults.NO_UNIT, cell, without[0].row, count=len(without))
    absent = [field for field in FIELDS if not layout.has(field.name) and field.name in _WORTH_SAYING]
    if absent:
        yield Problem(faults.COLUMNS_ABSENT, facts={"columns": "、".join(field.title for field in absent)})


_WORTH_SAYING = {"unit", "sex_rule", "isolation", "extra", "nursing", "dementia"}
