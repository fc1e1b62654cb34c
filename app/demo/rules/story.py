"""What the city consists of before it is written: plain things that point at each other; ids come with writing."""

from dataclasses import dataclass, field
from datetime import date

from app.beds.rules.kinds import ClosureReason, Sex
from app.demo.rules.homes import HomePlan
from app.demo.rules.rooms import FOREVER, BedStory, RoomStory, days
from app.residents.rules.kinds import (
    BirthPrecision,
    Category,
    HealthKind,
    HukouKind,
    NoIdReason,
    PaperKind,
    Relation,
    RelationKind,
    Severity,
)
from app.stays.rules.kinds import EndReason, Escort, Ground, LateReason, LeaveKind, Payer, StayKind, TaskKind, TaskState

__all__ = [
    "FOREVER", "BedStory", "ChangeStory", "ClaimStory", "ContactStory", "DischargeStory", "HealthStory", "HomeStory",
    "LeaveStory", "Person", "RoomStory", "StayStory", "TransferStory", "days",
]  # fmt: skip


@dataclass(slots=True, eq=False)
class ContactStory:
    """One person to reach."""

    relation: Relation
    name: str
    phone: str
    address: str = ""
    emergency: bool = False
    pays: bool = False
    guardian: bool = False


@dataclass(slots=True, eq=False)
class HealthStory:
    """One note on health."""

    kind: HealthKind
    words: str
    code: str = ""
    severity: Severity | None = None
    from_on: date = date.min


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a file."""

    name: str
    sex: Sex
    born_on: date
    precision: BirthPrecision
    lunar: tuple[int, int, bool] | None = None
    no_id_reason: NoIdReason | None = None
    name_note: str = ""
    other_name: str = ""
    hukou_region: int | None = None
    hukou_kind: HukouKind | None = None
    ethnicity: str = "汉族"
    phone: str = ""
    address: str = ""
    notes: str = ""
    papers: list[tuple[PaperKind, str]] = field(default_factory=list)
    categories: list[tuple[Category, date, str, bool]] = field(default_factory=list)
    contacts: list[ContactStory] = field(default_factory=list)
    health: list[HealthStory] = field(default_factory=list)
    related: list[tuple["Person", RelationKind]] = field(default_factory=list)
    home: "HomeStory | None" = None
    homes: set[str] = field(default_factory=set)
    died_on: date | None = None
    filed_on: date = date.min
    id: int = 0

    def age(self, day: date) -> int:
        """Count the years on a day."""
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))

    @property
    def has_family(self) -> bool:
        """Whether there is somebody to go home to."""
        return any(contact.relation not in (Relation.VILLAGE, Relation.OTHER) for contact in self.contacts)

    @property
    def supported(self) -> bool:
        """Whether the state supports the person."""
        return any(kind is Category.EXTREME_POVERTY for kind, *_rest in self.categories)


@dataclass(slots=True, eq=False)
class ClaimStory:
    """A bed taken by a stay, paid for by one, or closed."""

    bed: BedStory
    from_on: date
    to_on: date = FOREVER
    private: bool = False
    reason: ClosureReason | None = None
    planned_end_on: date | None = None
    shares_room: bool = False
    note: str = ""
    id: int = 0


@dataclass(slots=True, eq=False)
class LeaveStory:
    """One absence."""

    kind: LeaveKind
    from_on: date
    expected_on: date | None
    escort: Escort
    place: str = ""
    to_on: date = FOREVER
    back_on: date = FOREVER
    ends: EndReason | None = None
    with_stay: bool = False
    late: LateReason | None = None
    recorded_on: date = date.min
    return_late: LateReason | None = None
    return_recorded_on: date | None = None


@dataclass(slots=True, eq=False)
class ChangeStory:
    """From this day on of another kind, or paid by somebody else."""

    from_on: date
    kind: StayKind
    payer: Payer


@dataclass(slots=True, eq=False)
class DischargeStory:
    """The end of a stay as tasks; `clean_on` is the day the bed was free again, or FOREVER."""

    reason: EndReason
    on: date
    closures: list[ClaimStory] = field(default_factory=list)
    tasks: dict[TaskKind, tuple[TaskState, date | None, str]] = field(default_factory=dict)
    closed_on: date | None = None
    id: int = 0


@dataclass(slots=True, eq=False)
class StayStory:
    """One admission to one discharge."""

    person: Person
    home: "HomeStory"
    kind: StayKind
    ground: Ground
    payer: Payer
    from_on: date
    to_on: date = FOREVER
    planned_end_on: date | None = None
    settles_on: date = FOREVER
    end_reason: EndReason | None = None
    ground_note: str = ""
    end_note: str = ""
    recorded_on: date = date.min
    late: LateReason | None = None
    end_recorded_on: date | None = None
    end_late: LateReason | None = None
    claims: list[ClaimStory] = field(default_factory=list)
    leaves: list[LeaveStory] = field(default_factory=list)
    changes: list[ChangeStory] = field(default_factory=list)
    discharge: DischargeStory | None = None
    id: int = 0

    @property
    def away(self) -> LeaveStory | None:
        """The absence that has not ended."""
        last = self.leaves[-1] if self.leaves else None
        return last if last is not None and last.to_on == FOREVER else None

    @property
    def bed(self) -> BedStory:
        """The bed slept in last."""
        return next(claim for claim in reversed(self.claims) if not claim.private).bed

    def kind_on(self, day: date) -> StayKind:
        """Say of what kind it is on a day."""
        return next((one.kind for one in reversed(self.changes) if one.from_on <= day), self.kind)


@dataclass(slots=True, eq=False)
class TransferStory:
    """From one home to another of the county on one day; `step` says how far an open one has come."""

    stay: StayStory
    giving: "HomeStory"
    receiving: "HomeStory"
    on: date
    closing: bool = False
    step: str = "done"
    new_stay: StayStory | None = None
    bed: BedStory | None = None
    id: int = 0


@dataclass(slots=True, eq=False)
class HomeStory:
    """A home with its rooms and everybody who has lived in it."""

    plan: HomePlan
    opened_on: date
    closed_on: date | None = None
    rooms: list[RoomStory] = field(default_factory=list)
    stays: list[StayStory] = field(default_factory=list)
    closures: list[ClaimStory] = field(default_factory=list)
    residents: list[StayStory] = field(default_factory=list)
    id: int = 0
    director_id: int | None = None
    director: str = ""

    @property
    def beds(self) -> list[BedStory]:
        """Every place of the house."""
        return [bed for room in self.rooms for bed in room.beds]

    def free_beds(self, day: date, sex: Sex) -> list[BedStory]:
        """List the beds somebody of this sex may be given."""
        return [bed for bed in self.beds if bed.room.sex is sex and bed.is_free(day)]
