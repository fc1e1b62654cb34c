"""One row of the residents' ledger as a value: a person, a stay and a bed, and what is said around them."""

from dataclasses import dataclass, field
from datetime import date

from app.beds.rules.kinds import Sex
from app.beds.rules.spans import FOREVER
from app.imports.rules.residents.regions import Counties
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

__all__ = ["ContactSaid", "NoteSaid", "ResidentContext", "ResidentRow"]


@dataclass(frozen=True, slots=True)
class ResidentContext:
    """For which home a ledger is read, and as of when."""

    institution: str
    effective_on: date
    today: date
    county: int = 0
    names: tuple[str, ...] = ()
    counties: Counties = field(default_factory=Counties)


@dataclass(frozen=True, slots=True)
class ContactSaid:
    """One person to reach as the row says it; blank parts say nothing."""

    name: str
    relation: Relation | None = None
    phone: str = ""
    address: str = ""
    guardian: bool = False
    basis: GuardianBasis | None = None


@dataclass(frozen=True, slots=True)
class NoteSaid:
    """One thing about health: a known code, or words."""

    kind: HealthKind
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """What one row says. None and "" say nothing: they leave what exists as it is."""

    row: int = field(compare=False)
    row_id: str = field(compare=False)
    name: str
    sex: Sex
    number: str = ""
    paper: PaperKind | None = None
    no_id_reason: NoIdReason | None = None
    born_on: date | None = None
    precision: BirthPrecision = BirthPrecision.UNKNOWN
    ethnicity: str = ""
    hukou_region: int | None = None
    hukou_kind: HukouKind | None = None
    categories: tuple[Category, ...] = ()
    category_no: str = ""
    phone: str = ""
    address: str = ""
    building: str = ""
    room: str = ""
    bed: str = ""
    from_on: date | None = None
    stay_kind: StayKind | None = None
    payer: Payer | None = None
    planned_end: date | None = None
    to_on: date | None = None
    end_reason: EndReason | None = None
    couple: bool | None = None
    spouse: str = ""
    contacts: tuple[ContactSaid, ...] = ()
    health: tuple[NoteSaid, ...] = ()
    notes: str = ""

    @property
    def ends_on(self) -> date:
        """The first day no longer in residence; for ever while nothing is said."""
        return self.to_on or FOREVER

    @property
    def died_on(self) -> date | None:
        """The day of death, where that is why the stay ended."""
        return self.to_on if self.end_reason is EndReason.DEATH else None

    @property
    def kind_when_new(self) -> StayKind:
        """What a new stay is when the row does not say."""
        return self.stay_kind or StayKind.LONG

    @property
    def payer_when_new(self) -> Payer:
        """Who pays for a new stay when the row does not say: the state for 特困, else the person."""
        return self.payer or (Payer.GOVERNMENT if Category.EXTREME_POVERTY in self.categories else Payer.SELF)
