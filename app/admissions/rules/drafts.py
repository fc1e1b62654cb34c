"""What is asked for when a person comes in: plain values, one per task."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from app.admissions.rules.kinds import Basis, Conclusion, ConsentChannel, ConsentScope, PayCycle
from app.admissions.rules.needs import Feeding, Texture
from app.stays.rules.kinds import Ground, LateReason, Payer, StayKind

__all__ = [
    "AgreementDraft", "BedDraft", "CareDraft", "ConsentsDraft", "DietDraft", "HealthDraft", "IdentityDraft",
    "MoveInDraft", "OpenDraft", "SigningDraft",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDraft:
    """Who comes in, on what ground and on what terms. An offer or a placement brings its person along."""

    elder_id: int
    ground: Ground
    planned_on: date
    stay_kind: StayKind = StayKind.LONG
    payer: Payer = Payer.SELF
    ground_note: str = ""
    planned_end_on: date | None = None
    entry_id: int | None = None
    offer_id: int | None = None
    placement_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityDraft:
    """Who signs, once papers and contacts have been looked at."""

    signs: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthDraft:
    """One health check."""

    checked_on: date
    hospital: str
    conclusion: Conclusion
    valid_to: date
    findings: str = ""
    screening: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDraft:
    """An agreement as it is written: the clauses by name, and the money."""

    contents: dict[str, str]
    term_from_on: date
    term_to_on: date
    bed_fee: Decimal
    care_fee: Decimal = Decimal(0)
    meal_fee: Decimal = Decimal(0)
    other_fee: Decimal = Decimal(0)
    deposit: Decimal = Decimal(0)
    member_fee: Decimal = Decimal(0)
    prepaid_months: int = 0
    pay_cycle: PayCycle = PayCycle.MONTH


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningDraft:
    """That the agreement was signed."""

    signed_on: date
    basis: Basis
    signer: str
    home_signer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsDraft:
    """Answers to several questions at once, by one signer on one version of the text."""

    answers: dict[ConsentScope, bool]
    signer: str
    basis: Basis
    channel: ConsentChannel
    text_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BedDraft:
    """The bed that is kept for the person."""

    bed_id: int
    shares_room: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DietDraft:
    """What the kitchen must know."""

    feeding: Feeding
    texture: Texture | None = None
    drink: int = 0
    codes: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareDraft:
    """What the carers must know."""

    codes: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveInDraft:
    """The day of moving in, and the hour."""

    from_on: date
    arrived_at: datetime | None = None
    late_reason: LateReason | None = None
