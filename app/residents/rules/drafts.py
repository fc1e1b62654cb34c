"""What is asked for when a person's file is opened or changed."""

from dataclasses import dataclass
from datetime import date

from app.beds.rules.kinds import Sex
from app.residents.rules.kinds import BirthPrecision, Calendar, HukouKind, NoIdReason, PaperKind

__all__ = ["ElderDraft", "PaperDraft"]


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """One paper as it was typed. A temporary number left blank is drawn by the system."""

    kind: PaperKind
    number: str
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElderDraft:
    """A person's own lines. Where a card is given, blank sex and birth date are read from it.

    `phone`, `address` and `notes` of None leave what is kept as it is. `id_differs` says that somebody has looked:
    the card itself is wrong about sex or birth date. `papers` count when a file is opened; later ones have acts
    of their own.
    """

    name: str
    sex: Sex | None = None
    born_on: date | None = None
    birth_precision: BirthPrecision | None = None
    birthday_calendar: Calendar = Calendar.SOLAR
    lunar_month: int | None = None
    lunar_day: int | None = None
    lunar_leap: bool = False
    papers: tuple[PaperDraft, ...] = ()
    no_id_reason: NoIdReason | None = None
    id_differs: bool = False
    name_note: str = ""
    ethnicity: str = ""
    hukou_region: int | None = None
    hukou_kind: HukouKind | None = None
    phone: str | None = ""
    address: str | None = ""
    notes: str | None = ""
