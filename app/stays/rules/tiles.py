"""What the tile of a bed says of its person: the name, the age, the risks, where they are, and who pays for an empty place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.beds.rules.kinds import ClaimKind, Sex
from app.beds.rules.spans import say_day
from app.beds.rules.states import Away, days_between
from app.beds.rules.tiles import TilePerson
from app.core.i18n import _
from app.core.identity import mask_name
from app.residents.rules.birthdays import age_on, say_age
from app.residents.rules.health_codes import code_label, risk_glyphs
from app.residents.rules.kinds import BirthPrecision, HealthKind
from app.stays.rules.leaves import LeaveOfDay, overdue_days
from app.stays.rules.states import away_of

__all__ = ["Bearer", "Lodger", "Teller", "tile_of"]


class Bearer(Protocol):
    """A person as far as the tile goes."""

    @property
    def id(self) -> int:
        """The file."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def sex(self) -> Sex:
        """The sex."""

    @property
    def born_on(self) -> date | None:
        """The birth date, as exactly as it is known."""

    @property
    def birth_precision(self) -> BirthPrecision:
        """How exactly."""


class Lodger(Protocol):
    """A stay as far as moving it goes."""

    @property
    def id(self) -> int:
        """The stay."""

    @property
    def version(self) -> int:
        """What a second mover has to name."""


@dataclass(frozen=True, slots=True)
class Teller:
    """The day a board shows, the day it is, and whether its reader is told names whole."""

    day: date
    today: date
    whole: bool


def tile_of(
    teller: Teller,
    kind: ClaimKind,
    elder: Bearer,
    *,
    stay: Lodger | None = None,
    leave: LeaveOfDay | None = None,
    risks: Sequence[str] = (),
    leaving_on: date | None = None,
) -> TilePerson:
    """Say what a tile shows: of who is in the bed, and of whom the further bed of a 包房 belongs to."""
    name = elder.name if teller.whole else mask_name(elder.name)
    if kind is ClaimKind.PRIVATE:
        return TilePerson(name, _("{name}包房").format(name=name), elder_id=elder.id, note=_("不安排别人"))
    leave = _still_away(leave, teller)
    about = _("{sex}，{age}").format(sex=elder.sex.label, age=_age(elder, teller.day))
    dangers = [code_label(HealthKind.RISK, code) for code in risks] if teller.whole else []
    note = _note(leave, leaving_on, teller.day)
    return TilePerson(
        name,
        _("，").join([name, about, *([_("风险：{risks}").format(risks=_("、").join(dangers))] if dangers else [])]),
        age=None if leave else age_on(elder.born_on, teller.day),
        risks=risk_glyphs(tuple(risks)) if teller.whole and not leave else "",
        away=away_of(leave),
        note=note,
        word=_word(leave, leaving_on, teller.day),
        about=about,
        elder_id=elder.id,
        stay_id=stay.id if stay else None,
        version=stay.version if stay else None,
    )  # fmt: skip


def _age(elder: Bearer, day: date) -> str:
    return say_age(elder.born_on, elder.birth_precision, day)


def _still_away(leave: LeaveOfDay | None, teller: Teller) -> LeaveOfDay | None:
    """On a day to come whoever is expected by then is shown as back; on past days and today only a return is one."""
    planned = leave and leave.expected_on and teller.day > teller.today and leave.expected_on <= teller.day
    return None if planned else leave


def _word(leave: LeaveOfDay | None, leaving_on: date | None, day: date) -> str:
    if leave is None:
        return _("将离") if leaving_on else ""
    hospital = away_of(leave) is Away.HOSPITAL
    if late := overdue_days(leave.expected_on, day):
        return (_("▲院{count}天") if hospital else _("▲假{count}天")).format(count=late)
    if hospital:
        return _("院 {count} 天").format(count=max(days_between(leave.from_on, day), 1))
    return _("假 {day}").format(day=_when(leave.expected_on, day)) if leave.expected_on else _("假")


def _when(expected_on: date, day: date) -> str:
    """A day in as few characters as a tile has."""
    if expected_on == day:
        return _("今天")
    same = (expected_on.year, expected_on.month) == (day.year, day.month)
    return _("{day} 日").format(day=expected_on.day) if same else f"{expected_on:%m-%d}"


def _note(leave: LeaveOfDay | None, leaving_on: date | None, day: date) -> str:
    if leave is None:
        return _("计划 {day}离院").format(day=say_day(leaving_on)) if leaving_on else ""
    if not leave.expected_on:
        return _("{kind}，没说哪天回来").format(kind=leave.kind.label)
    words = {"kind": leave.kind.label, "day": say_day(leave.expected_on)}
    late = leave.expected_on < day
    return (_("{kind}，应 {day}返院，已逾期") if late else _("{kind}，预计 {day}返院")).format(**words)
