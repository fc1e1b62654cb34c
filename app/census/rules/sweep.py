"""Beds and people of a home laid into a tally, one by one. Days are ordinals."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from app.beds.rules.kinds import ClaimKind, MarkKind
from app.census.rules.facts import ClaimFact, HomeFacts, Spanned, StayFact
from app.census.rules.frames import Days, Frames
from app.census.rules.measures import BEDS, EXTRA_BEDS, OUT, PEOPLE
from app.census.rules.pieces import Rows, birthday, kinds_of, splits_of
from app.census.rules.residents import KIND_RULINGS, SIXTY
from app.census.rules.rulings import RulingCode
from app.census.rules.tally import INDEX, Tally
from app.residents.rules.kinds import BirthPrecision
from app.stays.rules.kinds import EndReason, Ground, LeaveKind

__all__ = ["count_beds", "count_people"]

_HAVING = (ClaimKind.CLOSURE, ClaimKind.STAY, ClaimKind.PRIVATE, ClaimKind.HOLD)
_PLAIN, _EXTRA = (
    (INDEX[names[0]], {kind: INDEX[name] for kind, name in zip(_HAVING, names[1:], strict=True)})
    for names in (BEDS, EXTRA_BEDS)
)  # fmt: skip
_MARKED = {kind: INDEX[f"beds_{kind}"] for kind in MarkKind}
_ALWAYS, _NEVER = (0, date.max.toordinal()), (0, 0)
_OUT = {code: INDEX[name] for code, name in zip(RulingCode, OUT, strict=True)}
_ENDS: dict[EndReason | None, int] = {EndReason.DEATH: INDEX["died"], EndReason.TRANSFER: INDEX["moved_out"]}
IN_RESIDENCE, COUNTED, ON_LEAVE, IN_HOSPITAL, OVERDUE, WITHOUT_BED, AGE_UNSURE = (INDEX[name] for name in PEOPLE)
ADMITTED, MOVED_IN, DISCHARGED, MOVES = (INDEX[name] for name in ("admitted", "moved_in", "discharged", "moves"))


def count_beds(home: HomeFacts, rows: Rows, tally: Tally) -> None:
    """Count every bed in service, what has it, and its marks."""
    for service in home.services:
        served = span(service)
        existing, having = _EXTRA if service.bed_id in home.extra else _PLAIN
        tally.stock(existing, *served)
        for claim in rows.on_bed.get(service.bed_id, ()):
            tally.stock(having[claim.kind], *meeting(served, span(claim)))
        for mark in rows.marks.get(service.bed_id, ()):
            tally.stock(_MARKED[mark.kind], *meeting(served, span(mark)))


def count_people(home: HomeFacts, rows: Rows, frames: Frames, tally: Tally) -> None:
    """Count everybody who is in residence, comes or goes."""
    for stay in home.stays:
        begins, ends = span(stay)
        tally.flow(MOVED_IN if stay.ground is Ground.TRANSFER else ADMITTED, begins)
        tally.flow(_ENDS.get(stay.end_reason, DISCHARGED), ends)
        if begins == ends:
            for measure in splits_of(rows, stay, begins, begins + 1)[0]:
                tally.passing(measure, begins)
            continue
        here = max(begins, frames.since), min(ends, frames.until)
        if here[0] < here[1]:
            _count_one(rows, stay, here, frames, tally)


def _count_one(rows: Rows, stay: StayFact, here: Days, frames: Frames, tally: Tally) -> None:
    tally.stock(IN_RESIDENCE, *here)
    whole, pieces = splits_of(rows, stay, *here)
    tally.whole(whole, *here)
    for piece in pieces:
        tally.split(piece, *here)
    _count_away(rows, stay, here, tally)
    claims = rows.claims.get(stay.id, ())
    for one, other in pairwise(claims):
        if one.bed_id != other.bed_id and one.to_on == other.from_on:
            tally.flow(MOVES, other.from_on.toordinal())
    gaps = _gaps(claims, here)
    for days in frames.operating:
        tally.stock(COUNTED, *meeting(here, days))
        for gap in gaps:
            tally.stock(WITHOUT_BED, *meeting(gap, days))
    if frames.left_out:
        _leave_out(rows, stay, here, frames, tally)


def _count_away(rows: Rows, stay: StayFact, here: Days, tally: Tally) -> None:
    for leave in rows.leaves.get(stay.id, ()):
        since, until = meeting(span(leave), here)
        tally.stock(IN_HOSPITAL if leave.kind is LeaveKind.HOSPITAL else ON_LEAVE, since, until)
        if leave.expected_on is not None:
            tally.stock(OVERDUE, max(since, leave.expected_on.toordinal() + 1), until)


def _gaps(claims: Sequence[ClaimFact], here: Days) -> list[Days]:
    """Give the days on which the person has no bed."""
    at, ends = here
    gaps = []
    for claim in claims:
        since, until = span(claim)
        if at < since and at < ends:
            gaps.append((at, min(since, ends)))
        at = max(at, until)
    return [*gaps, (at, ends)] if at < ends else gaps


def _leave_out(rows: Rows, stay: StayFact, here: Days, frames: Frames, tally: Tally) -> None:
    """Take out of the count whom a ruling leaves out, each under the first ruling that does."""
    for days in frames.left_out.get(RulingCode.UNDER_60, ()):
        tally.stock(AGE_UNSURE, *meeting(meeting(_unsure(stay), here), days))
    cut = []
    for code, raised in _raised(rows, stay):
        for each in frames.left_out.get(code, ()):
            since, until = meeting(meeting(raised, here), each)
            if since < until:
                cut.append((code, since, until))
    for since, until in pairwise(sorted({edge for _code, *days in cut for edge in days})):
        codes = [code for code, begins, ends in cut if begins <= since and until <= ends]
        if codes:
            tally.stock(first_of(codes), since, until)
            tally.stock(COUNTED, since, until, -1)


def first_of(codes: Sequence[RulingCode]) -> int:
    """Give the measure of whom these rulings leave out: the first one has them."""
    return min(_OUT[code] for code in codes)


def _raised(rows: Rows, stay: StayFact) -> Iterator[tuple[RulingCode, Days]]:
    """Say on which days the person raises which question of counting."""
    for leave in rows.leaves.get(stay.id, ()):
        yield (RulingCode.HOSPITAL if leave.kind is LeaveKind.HOSPITAL else RulingCode.LEAVE), span(leave)
    for kind, since, until in kinds_of(rows, stay):
        if kind in KIND_RULINGS:
            yield KIND_RULINGS[kind], (since, until)
    if stay.born_on is not None:
        yield RulingCode.UNDER_60, (0, birthday(stay.born_on, SIXTY))
    for claim in rows.claims.get(stay.id, ()):
        if claim.bed_id in rows.extra:
            yield RulingCode.EXTRA_BED, span(claim)


def _unsure(stay: StayFact) -> Days:
    """Give the days on which nobody can say whether the person is 60."""
    if stay.born_on is None or stay.precision in (None, BirthPrecision.UNKNOWN):
        return _ALWAYS
    if stay.precision is BirthPrecision.DAY:
        return _NEVER
    year, month = stay.born_on.year + SIXTY, stay.born_on.month
    if stay.precision is BirthPrecision.MONTH:
        since = date(year, month, 1)
        return since.toordinal(), (since + timedelta(days=31)).replace(day=1).toordinal()
    return date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()


def span(row: Spanned) -> Days:
    """Give the days of a row as numbers."""
    return row.from_on.toordinal(), row.to_on.toordinal()


def meeting(one: Days, other: Days) -> Days:
    """Give the days in both; where there are none the first is not before the second."""
    return max(one[0], other[0]), min(one[1], other[1])
