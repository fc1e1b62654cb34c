"""What a home has now, as far as a residents' ledger can change it or must fit it. The service fills this."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.beds.rules.kinds import ClaimKind, Sex
from app.beds.rules.spans import FOREVER
from app.residents.rules.kinds import (
    BirthPrecision,
    Category,
    GuardianBasis,
    HealthKind,
    HukouKind,
    NoIdReason,
    PaperKind,
    Relation,
)
from app.stays.rules.kinds import EndReason, Payer, StayKind

__all__ = [
    "ExistingPeople", "Hidden", "KnownClaim", "KnownContact", "KnownNote", "KnownPerson", "KnownPlace", "KnownService",
    "KnownStay", "KnownTerm",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownContact:
    """A live contact of an elder, opened."""

    id: int
    name: str
    relation: Relation
    phone: str = ""
    address: str = ""
    guardian: bool = False
    basis: GuardianBasis | None = None


@dataclass(frozen=True, slots=True)
class KnownNote:
    """A live health note, opened."""

    kind: HealthKind
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class KnownStay:
    """A live stay in this home with its present terms; `beds` are those it has had, the last one last."""

    id: int
    from_on: date
    to_on: date
    kind: StayKind
    payer: Payer
    planned_end: date | None = None
    end_reason: EndReason | None = None
    beds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An elder whose file the home sees."""

    id: int
    name: str
    sex: Sex
    born_on: date | None = None
    precision: BirthPrecision = BirthPrecision.UNKNOWN
    papers: frozenset[PaperKind] = frozenset()
    no_id_reason: NoIdReason | None = None
    ethnicity: str = ""
    hukou_region: int | None = None
    hukou_kind: HukouKind | None = None
    phone: str = ""
    address: str = ""
    notes: str = ""
    died_on: date | None = None
    categories: frozenset[Category] = frozenset()
    contacts: tuple[KnownContact, ...] = ()
    health: frozenset[KnownNote] = frozenset()
    stays: tuple[KnownStay, ...] = ()
    related: frozenset[int] = frozenset()

    @property
    def has_card(self) -> bool:
        """Whether a card, or the permit that stands for one, is on file."""
        return bool(self.papers & {PaperKind.ID_CARD, PaperKind.RESIDENCE_PERMIT})


@dataclass(frozen=True, slots=True)
class Hidden:
    """Somebody whose file another home keeps: only that, and whether they live elsewhere now."""

    id: int
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class KnownService:
    """Days on which a bed stands in a room."""

    id: int
    room_id: int
    from_on: date
    to_on: date = FOREVER


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A bed by the name people call it, with the days it is in service."""

    bed_id: int
    building: str
    room: str
    label: str
    services: tuple[KnownService, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """Who may share a room from one day to another."""

    room_id: int
    from_on: date
    to_on: date
    ruled: bool
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A live claim on one of the home's beds."""

    bed_id: int
    room_id: int
    kind: ClaimKind
    from_on: date
    to_on: date
    elder_id: int | None = None
    sex: Sex | None = None
    ruled: bool = False
    shares: bool = False
    stay_id: int | None = None


@dataclass(frozen=True, slots=True)
class ExistingPeople:
    """People, beds and claims of one home; `clashes` are rows of people who live somewhere else on those days,
    `listed` the days on which the home gives its beds out by the list 轮候.
    """

    persons: Mapping[int, KnownPerson] = field(default_factory=dict)
    by_number: Mapping[tuple[PaperKind, str], int] = field(default_factory=dict)
    hidden: Mapping[int, Hidden] = field(default_factory=dict)
    places: tuple[KnownPlace, ...] = ()
    terms: Mapping[int, tuple[KnownTerm, ...]] = field(default_factory=dict)
    claims: tuple[KnownClaim, ...] = ()
    clashes: frozenset[int] = frozenset()
    in_city: frozenset[str] = frozenset()
    listed: tuple[tuple[date, date], ...] = ()
