"""Recounting from bare rows what the constraints promise, by comparing them one with another in plain Python."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from app.beds.rules.kinds import ClaimKind
from app.beds.rules.spans import lasting

__all__ = ["Breach", "breaches", "doubles", "overlap"]

Row = TypeVar("Row")
PERSONS = (ClaimKind.STAY, ClaimKind.HOLD)


@dataclass(frozen=True, slots=True)
class Breach:
    """Two rows that cannot both be true, or one that stands on nothing."""

    rule: str
    county: int
    institution_id: int
    first_id: int
    second_id: int | None
    on: date


def breaches(claims: Iterable[Any], services: Iterable[Any], terms: Iterable[Any]) -> list[Breach]:
    """List every breach among live rows: claims, in-service spans and room terms with their columns by name."""
    claims, services, terms = list(claims), list(services), list(terms)
    stays = [claim for claim in claims if claim.kind is ClaimKind.STAY]
    return [
        *doubles("one claim per bed", claims, lambda claim: (claim.county, claim.bed_id)),
        *doubles("one bed per elder", stays, lambda claim: (claim.county, claim.elder_id)),
        # A span or term of zero days has never stood: it was planned and taken back before it began.
        *doubles("one room per bed", lasting(services), lambda service: (service.county, service.bed_id)),
        *doubles("one term per room", lasting(terms), lambda term: (term.county, term.room_id)),
        *_mixed_rooms(claims),
        *_outside(claims, services),
        *_roomless(services, terms),
    ]


def doubles(rule: str, rows: Iterable[Any], key: Callable[[Any], Hashable]) -> Iterator[Breach]:
    """Rows of one key that share a day. A span of zero days lies in another only strictly inside it."""
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    for group in groups.values():
        ordered = sorted(group, key=lambda row: (row.from_on, row.to_on, row.id))
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if other.from_on >= one.to_on:
                    break
                if overlap(one, other):
                    yield Breach(rule, one.county, one.institution_id, one.id, other.id, other.from_on)


def overlap(one: Any, other: Any) -> bool:
    """Whether two spans meet; one of zero days meets another only strictly inside it."""
    if one.from_on == one.to_on or other.from_on == other.to_on:
        zero, long = (one, other) if one.from_on == one.to_on else (other, one)
        return bool(long.from_on < zero.from_on < long.to_on)
    return bool(max(one.from_on, other.from_on) < min(one.to_on, other.to_on))


def _mixed_rooms(claims: Iterable[Any]) -> Iterator[Breach]:
    rooms = defaultdict(list)
    for claim in claims:
        if claim.kind in PERSONS and claim.sex_rule and not claim.shares_room:
            rooms[claim.county, claim.room_id].append(claim)
    for group in rooms.values():
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if one.sex is not other.sex and overlap(one, other):
                    day = max(one.from_on, other.from_on)
                    yield Breach("one sex per room", one.county, one.institution_id, one.id, other.id, day)


def _outside(claims: Iterable[Any], services: Iterable[Any]) -> Iterator[Breach]:
    by_id = {(service.county, service.id): service for service in services}
    for claim in claims:
        service = by_id.get((claim.county, claim.service_id))
        lies = service and (service.bed_id, service.room_id) == (claim.bed_id, claim.room_id)
        if not service or not lies or claim.from_on < service.from_on or claim.to_on > service.to_on:
            where = (claim.county, claim.institution_id, claim.id, claim.service_id)
            yield Breach("claims lie in service", *where, claim.from_on)


def _roomless(services: Iterable[Any], terms: Iterable[Any]) -> Iterator[Breach]:
    """In-service spans that reach beyond what their room is a room for."""
    rooms = defaultdict(list)
    for term in terms:
        rooms[term.county, term.room_id].append(term)
    for service in services:
        if service.from_on == service.to_on:
            continue
        spans = sorted((term.from_on, term.to_on) for term in rooms[service.county, service.room_id])
        if not _covered(service.from_on, service.to_on, [span for span in spans if span[0] < span[1]]):
            where = (service.county, service.institution_id, service.id, None)
            yield Breach("beds stand in rooms", *where, service.from_on)


def _covered(from_on: date, to_on: date, spans: list[tuple[date, date]]) -> bool:
    reaching = [span for span in spans if span[1] > from_on and span[0] < to_on]
    if not reaching or reaching[0][0] > from_on or reaching[-1][1] < to_on:
        return False
    return all(before[1] == after[0] for before, after in pairwise(reaching))
