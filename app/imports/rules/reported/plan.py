"""Comparing a workbook with what is on record: what would be new, what would be replaced, what stands already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.census.rules.flags import people_jump
from app.census.rules.reported import Reported
from app.imports.rules.kinds import Layout
from app.imports.rules.plans import Change, Creation, Key, Outcome, Plan
from app.imports.rules.problems import Fact, Fix, Problem
from app.imports.rules.reported import faults
from app.imports.rules.reported.existing import KnownPlaces
from app.imports.rules.reported.fields import NUMBERS
from app.imports.rules.reported.finding import NAME_LIMIT, Finder, Found
from app.imports.rules.reported.rows import ReportedContext, ReportedRecord

__all__ = ["COUNTY", "FIGURE", "HOME", "plan_reported"]

COUNTY, HOME, FIGURE = "county", "home", "figure"


@dataclass(slots=True)
class _Work:
    """What has been gathered so far, each place once."""

    counties: dict[Key, Creation] = field(default_factory=dict)
    homes: dict[Key, Creation] = field(default_factory=dict)
    figures: list[Creation] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    known: dict[tuple[str, Key], int] = field(default_factory=dict)
    seen: dict[Key, int] = field(default_factory=dict)
    series: dict[Key, list[tuple[Reported, ReportedRecord | None]]] = field(default_factory=dict)


def plan_reported(
    records: Sequence[ReportedRecord], layout: Layout, existing: KnownPlaces, context: ReportedContext
) -> Plan:
    """Say what importing the rows would do; the same rows again would do nothing."""
    finder, work = Finder(existing, layout, context), _Work()
    for record in records:
        work.outcomes[record.row] = Outcome.SKIPPED
        found = None if record.blank else finder.find(record)
        if found is not None:
            _place(found, record, work)
            work.problems += _closed(found, record, layout)
            _compare(found, record, existing, layout, work)
    work.problems += [*finder.problems, *_jumps(work, existing, layout)]
    counties = sorted(work.counties.values(), key=lambda each: each.label)
    homes = sorted(work.homes.values(), key=lambda each: each.key)
    return Plan(
        (*counties, *homes, *work.figures), tuple(work.changes), work.outcomes,
        problems=tuple(work.problems), known=work.known,
    )  # fmt: skip


def _place(found: Found, record: ReportedRecord, work: _Work) -> None:
    """Keep what the row stands under: a home on file, or one to make, in a county on file or one to make."""
    if found.home is not None:
        work.known[HOME, found.key] = found.home.id
        work.known[COUNTY, found.county] = found.home.county
    elif found.key not in work.homes:
        values = {"code": record.code, "name": record.name[:NAME_LIMIT].strip()}
        work.homes[found.key] = Creation(HOME, found.key, record.name, values, {COUNTY: found.county}, (record.row,))
        work.counties.setdefault(found.county, Creation(COUNTY, found.county, record.county, {}, rows=(record.row,)))


def _closed(found: Found, record: ReportedRecord, layout: Layout) -> Iterator[Problem]:
    """A home that had closed by the day of the figure: the day or the home may be a slip, so that it is said."""
    closed = found.home.closed_on if found.home else None
    if closed is not None and closed <= record.as_of:
        name = "as_of" if "as_of" in layout.columns else "home_name"
        facts: dict[str, Fact] = {"row": record.row, "closed": closed.isoformat(), "day": record.as_of.isoformat()}
        said = layout.said(name, record.row)
        yield Problem(faults.CLOSED, layout.where(name, record.row), record.row, facts, found=said)


def _compare(found: Found, record: ReportedRecord, existing: KnownPlaces, layout: Layout, work: _Work) -> None:
    beds = record.beds
    key = (*found.key, beds.kind.value, beds.code, record.as_of.isoformat())
    if key in work.seen:
        facts: dict[str, Fact] = {"row": record.row, "other": work.seen[key]}
        cell = layout.where("home_name", record.row)
        work.problems.append(Problem(faults.TWICE, cell, record.row, facts, Fix(skip=True), record.name))
        return
    work.seen[key] = record.row
    work.series.setdefault(key[:-1], []).append((record.figure, record))
    stands = existing.figures.get(((found.home.id, beds.kind, beds.code), record.as_of)) if found.home else None
    label = f"{record.name} {beds.name} {record.as_of}"
    parents, rows = {HOME: found.key}, (record.row,)
    if stands is None:
        work.outcomes[record.row] = Outcome.NEW
        work.figures.append(Creation(FIGURE, key, label, {"record": record}, parents, rows))
    elif stands.said == record.said:
        work.outcomes[record.row] = Outcome.UNCHANGED
    else:
        work.outcomes[record.row] = Outcome.CHANGED
        fields = {
            name: pair for name, pair in zip(NUMBERS, zip(stands.said, record.said, strict=True), strict=True)
            if pair[0] != pair[1]
        }  # fmt: skip
        work.changes.append(Change(FIGURE, key, stands.id, label, {**fields, "record": (None, record)}, parents, rows))


def _jumps(work: _Work, existing: KnownPlaces, layout: Layout) -> Iterator[Problem]:
    """People who rose too much from the report before, whether that one is on record or in the file."""
    for key, told in work.series.items():
        record = told[0][1]
        home = work.known.get((HOME, key[:-2]))
        around = existing.around.get((home, record.beds.kind, record.beds.code), ()) if home and record else ()
        said = {figure.as_of for figure, _record in told}
        line = sorted(
            [*told, *((figure, None) for figure in around if figure.as_of not in said)], key=lambda each: each[0].as_of
        )
        for (before, _row), (after, own) in pairwise(line):
            if own is not None and people_jump(before, after):
                facts: dict[str, Fact] = {
                    "row": own.row, "before": before.as_of.isoformat(), "earlier": before.people or 0,
                    "after": after.as_of.isoformat(), "people": after.people or 0,
                }  # fmt: skip
                outright = own.figure.occupied is not None or not layout.has("available")
                name = "occupied" if outright else "available"
                yield Problem(
                    faults.JUMP, layout.where(name, own.row), own.row, facts, found=layout.said(name, own.row)
                )
