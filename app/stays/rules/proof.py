"""Recounting from bare rows what is promised of stays, by comparing them one with another in plain Python.

Claims, stays, leaves and relations come with their columns by name, live rows only. Nothing here trusts a copied
column or an exclusion: what is compared are the days themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from app.beds.rules.kinds import ClaimKind
from app.beds.rules.proof import Breach, doubles, overlap

__all__ = ["stay_breaches"]

Couples = Mapping[tuple[int, frozenset[int]], date]


def stay_breaches(
    stays: Iterable[Any], claims: Iterable[Any], leaves: Iterable[Any], couples: Iterable[tuple[int, int, int, date]]
) -> list[Breach]:
    """List every breach; `couples` are (county, one, other, the day until which they are one)."""
    stays, leaves = list(stays), list(leaves)
    persons = [claim for claim in claims if claim.kind is not ClaimKind.CLOSURE]
    lying = [claim for claim in persons if claim.kind is ClaimKind.STAY]
    by_id = {(stay.county, stay.institution_id, stay.id): stay for stay in stays}
    married: dict[tuple[int, frozenset[int]], date] = {}
    for county, one, other, until in couples:
        pair = (county, frozenset((one, other)))
        married[pair] = max(married.get(pair, until), until)
    return [
        *doubles("one stay per elder", stays, lambda stay: (stay.county, stay.elder_id)),
        *doubles("one leave at a time", leaves, lambda leave: (leave.county, leave.stay_id)),
        *_outside("claims lie in stays", [one for one in persons if one.kind is not ClaimKind.HOLD], by_id),
        *_outside("leaves lie in stays", leaves, by_id),
        *_gaps(stays, lying),
        *_strangers(persons, married),
        *_private_rooms(persons),
    ]


def _outside(rule: str, rows: Iterable[Any], stays: dict[tuple[int, int, int], Any]) -> Iterator[Breach]:
    """Rows without their stay, of another person than it, or on days that are not its own."""
    for row in rows:
        stay = stays.get((row.county, row.institution_id, row.stay_id)) if row.stay_id is not None else None
        lies = stay is not None and stay.elder_id == row.elder_id
        if stay is None or not lies or row.from_on < stay.from_on or row.to_on > stay.to_on:
            yield Breach(rule, row.county, row.institution_id, row.id, row.stay_id, row.from_on)


def _gaps(stays: Iterable[Any], claims: Iterable[Any]) -> Iterator[Breach]:
    """Stays with a day on which their person has no bed. One of zero days has a bed of zero days."""
    beds = defaultdict(list)
    for claim in claims:
        beds[claim.county, claim.stay_id].append((claim.from_on, claim.to_on))
    for stay in stays:
        spans = sorted(beds[stay.county, stay.id])
        if not _covered(stay.from_on, stay.to_on, spans):
            yield Breach("a bed on every day", stay.county, stay.institution_id, stay.id, None, stay.from_on)


def _covered(from_on: date, to_on: date, spans: Sequence[tuple[date, date]]) -> bool:
    if not spans or spans[0][0] != from_on or spans[-1][1] != to_on:
        return False
    return all(before[1] == after[0] for before, after in pairwise(spans))


def _strangers(claims: Iterable[Any], married: Couples) -> Iterator[Breach]:
    """Two sexes on one day in a room with a rule who are not husband and wife, or a third person with a couple."""
    rooms = defaultdict(list)
    for claim in claims:
        if claim.kind is not ClaimKind.PRIVATE and claim.sex_rule:
            rooms[claim.county, claim.room_id].append(claim)
    for group in rooms.values():
        ordered = sorted(group, key=lambda row: (row.from_on, row.to_on, row.id))
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                until = married.get((one.county, frozenset((one.elder_id, other.elder_id))), date.min)
                couple = min(one.to_on, other.to_on) <= until
                exempt = one.sex is not other.sex or one.shares_room or other.shares_room
                if exempt and not couple and one.elder_id != other.elder_id and overlap(one, other):
                    day = max(one.from_on, other.from_on)
                    yield Breach("strangers in a room", one.county, one.institution_id, one.id, other.id, day)


def _private_rooms(claims: Iterable[Any]) -> Iterator[Breach]:
    """包房 without anybody of that stay in a bed on one of its days."""
    beds = defaultdict(list)
    for claim in claims:
        if claim.kind is ClaimKind.STAY:
            beds[claim.county, claim.stay_id].append(claim)
    for claim in claims:
        if claim.kind is ClaimKind.PRIVATE:
            there = beds[claim.county, claim.stay_id]
            reached = [one for one in there if one.from_on <= claim.from_on < one.to_on or claim.from_on == claim.to_on]
            if not reached:
                where = (claim.county, claim.institution_id, claim.id, claim.stay_id)
                yield Breach("a private place goes with a bed", *where, claim.from_on)
