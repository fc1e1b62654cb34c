"""What is asked for when an order is written, signed, or somebody is supported at home: plain values."""

from dataclasses import dataclass
from datetime import date

from app.placements.rules.kinds import Signer, SupportLevel, Wish, WishBy

__all__ = ["AgreementDraft", "DecisionDraft", "OrderDraft", "SupportDraft", "WishDraft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """An order as the county's case officer writes it from the township's papers."""

    elder_id: int
    township: int
    applied_on: date
    township_signed_on: date | None = None
    township_signed_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraft:
    """The county's decision."""

    decided_on: date
    decision_no: str
    township_signed_on: date | None = None
    township_signed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDraft:
    """The three-party agreement: when, and who signed for the person and for the home."""

    agreement_on: date
    agreement_by: Signer
    signer: str
    home_signer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportDraft:
    """One person supported at home from a day on."""

    elder_id: int
    township: int
    from_on: date
    level: SupportLevel | None = None
    document_no: str = ""
    carer: str = ""
    carer_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WishDraft:
    """What the person wanted on a day."""

    elder_id: int
    wish: Wish
    said_by: WishBy
    asked_on: date
    asked_by: str
