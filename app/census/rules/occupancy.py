"""Occupancy 入住率 of a home at the end of a day, from its rows and the rulings of the day. Nothing is rounded here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.beds.rules.kinds import ClaimKind
from app.census.rules.facts import ClaimFact, HomeFacts, on_day
from app.census.rules.rates import Rate
from app.census.rules.residents import Resident, kept_out, residents_on, unsure_60
from app.census.rules.rulings import RulingCode

__all__ = ["BedOfDay", "Beds", "HomeOccupancy", "Note", "Source", "Standing", "beds_on", "occupancy_of", "standing_on"]


class Standing(StrEnum):
    """Whether a home takes part in the official rate on a day, and why not."""

    COUNTED = "counted"
    NO_DOCUMENT = "no_document"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    # Said of homes without rows of their own only: nothing reported, or a report that leaves the people blank.
    NO_DATA = "no_data"
    NOT_FILLED = "not_filled"

    @property
    def operating(self) -> bool:
        """Open that day with rows of its own, with or without a document."""
        return self in (Standing.COUNTED, Standing.NO_DOCUMENT)


class Source(StrEnum):
    """What a home's figure is made of."""

    COMPUTED = "computed"
    REPORTED = "reported"


class Note(StrEnum):
    """What looks wrong about the rows. It is said beside the figure, which is never bent to hide it."""

    OVER_FULL = "over_full"
    WITHOUT_BED = "without_bed"
    LIVED_IN_CLOSED = "lived_in_closed"
    AGE_UNSURE = "age_unsure"


class BedOfDay(NamedTuple):
    """A bed in service on a day and the claim on it."""

    bed_id: int
    extra: bool
    claim: ClaimFact | None


@dataclass(frozen=True, slots=True)
class Beds:
    """Beds in service by what they are on a day: all = closed + stay + private + held + free."""

    existing: int = 0
    closed: int = 0
    stay: int = 0
    private: int = 0
    held: int = 0

    @property
    def available(self) -> int:
        """In service and not closed 在营可用."""
        return self.existing - self.closed

    @property
    def occupied(self) -> int:
        """Had by somebody: slept in or paid for 包房."""
        return self.stay + self.private

    @property
    def free(self) -> int:
        """Nobody's, nothing's."""
        return self.available - self.occupied - self.held

    @classmethod
    def of(cls, beds: Iterable[BedOfDay]) -> "Beds":
        """Count them."""
        kinds = Counter(bed.claim.kind if bed.claim else None for bed in beds)
        return cls(
            existing=kinds.total(), closed=kinds[ClaimKind.CLOSURE], stay=kinds[ClaimKind.STAY],
            private=kinds[ClaimKind.PRIVATE], held=kinds[ClaimKind.HOLD],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HomeOccupancy:
    """One home on one day. `beds` leave out 加床, which stand apart in `extra`.

    `registered` is None where no document covers the day. `counted` is the numerator of the official rate: those in
    residence but for whom a ruling keeps out; a home that is closed or not yet open counts nobody. A home without rows
    of its own is known by what it last reported, on `reported_on`: then `counted` is what it said, and nothing else is
    known of it.
    """

    county: int
    institution_id: int
    code: str
    name: str
    as_of: date
    standing: Standing
    registered: int | None
    beds: Beds
    extra: Beds
    in_residence: int = 0
    counted: int = 0
    on_leave: int = 0
    in_hospital: int = 0
    overdue: int = 0
    excluded: Mapping[RulingCode, int] = field(default_factory=dict)
    notes: Mapping[Note, int] = field(default_factory=dict)
    source: Source = Source.COMPUTED
    reported_on: date | None = None

    @property
    def present(self) -> int:
        """In the house that night 在院."""
        return self.in_residence - self.on_leave - self.in_hospital

    @property
    def existing(self) -> int:
        """Beds in service 实有."""
        return self.beds.existing

    @property
    def available(self) -> int:
        """Beds in service that are not closed 在营可用."""
        return self.beds.available

    @property
    def occupied(self) -> int:
        """Beds that somebody has."""
        return self.beds.occupied

    @property
    def private(self) -> int:
        """Further beds of a room that one stay pays for 包房."""
        return self.beds.private

    @property
    def held(self) -> int:
        """Beds kept for an offer 预留."""
        return self.beds.held

    @property
    def free(self) -> int:
        """Beds that are nobody's."""
        return self.beds.free

    @property
    def official(self) -> Rate:
        """Counted ÷ registered: the only rate that leaves the building."""
        return Rate(self.counted, self.registered if self.standing is Standing.COUNTED else None)

    @property
    def beside_existing(self) -> Rate:
        """Counted ÷ beds in service."""
        return Rate(self.counted, self.existing if self.standing.operating else None)

    @property
    def beside_available(self) -> Rate:
        """Counted ÷ beds in service that are not closed."""
        return Rate(self.counted, self.available if self.standing.operating else None)


def standing_on(home: HomeFacts, day: date) -> Standing:
    """Say whether the home takes part: from its opening day, until its closing day, on a document."""
    if home.closed_on is not None and home.closed_on <= day:
        return Standing.CLOSED
    if home.opened_on is not None and home.opened_on > day:
        return Standing.NOT_OPEN
    return Standing.COUNTED if on_day(home.documents, day) else Standing.NO_DOCUMENT


def beds_on(home: HomeFacts, day: date) -> list[BedOfDay]:
    """List the beds in service on a day, each with its claim."""
    claims = {claim.bed_id: claim for claim in on_day(home.claims, day)}
    return [
        BedOfDay(each.bed_id, each.bed_id in home.extra, claims.get(each.bed_id))
        for each in on_day(home.services, day)
    ]  # fmt: skip


def occupancy_of(home: HomeFacts, answers: Mapping[RulingCode, bool], day: date) -> HomeOccupancy:
    """Count a home's beds and people at the end of a day, under the answers that hold that day."""
    beds, residents = beds_on(home, day), residents_on(home, day)
    standing, documents = standing_on(home, day), on_day(home.documents, day)
    registered = documents[0].value if documents else None
    reasons = Counter(out[0] for one in residents if (out := kept_out(one, answers)))
    counted = len(residents) - reasons.total() if standing.operating else 0
    return HomeOccupancy(
        home.county, home.institution_id, home.code, home.name, day, standing, registered,
        Beds.of(bed for bed in beds if not bed.extra),
        Beds.of(bed for bed in beds if bed.extra),
        in_residence=len(residents),
        counted=counted,
        on_leave=sum(one.on_leave for one in residents),
        in_hospital=sum(one.in_hospital for one in residents),
        overdue=sum(one.overdue for one in residents),
        excluded={code: reasons[code] for code in RulingCode if reasons[code] and standing.operating},
        notes=_notes(residents, answers, standing, registered, counted),
    )  # fmt: skip


def _notes(
    residents: list[Resident],
    answers: Mapping[RulingCode, bool],
    standing: Standing,
    registered: int | None,
    counted: int,
) -> dict[Note, int]:
    if not standing.operating:
        return {Note.LIVED_IN_CLOSED: len(residents)} if residents else {}
    unsure = [one for one in residents if unsure_60(one.stay.born_on, one.stay.precision, one.day)]
    found = {
        Note.OVER_FULL: counted - registered if registered is not None else 0,
        Note.WITHOUT_BED: sum(one.bed_id is None for one in residents),
        Note.AGE_UNSURE: 0 if answers[RulingCode.UNDER_60] else len(unsure),
    }
    return {note: number for note, number in found.items() if number > 0}
