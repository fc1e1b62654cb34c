"""The questions of counting on which counties differ, each with its default and its source."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from app.core.i18n import N_, _

__all__ = ["DEFAULTS", "Answer", "RulingCode", "answers_on"]


class RulingCode(StrEnum):
    """A kind of row that counts, or does not, in the official occupancy rate (standards §5.5–5.6)."""

    LEAVE = "leave"
    HOSPITAL = "hospital"
    TRIAL = "trial"
    RESPITE = "respite"
    TRAVEL = "travel"
    UNDER_60 = "under_60"
    EXTRA_BED = "extra_bed"

    @property
    def label(self) -> str:
        """The question in few words."""
        return _(_LABELS[self])

    @property
    def question(self) -> str:
        """The question as somebody has to answer it, with what the default rests on."""
        return _(_QUESTIONS[self])


_LABELS = {
    RulingCode.LEAVE: N_("请假外出的人"),
    RulingCode.HOSPITAL: N_("住院留床的人"),
    RulingCode.TRIAL: N_("试住的人"),
    RulingCode.RESPITE: N_("短期托养的人"),
    RulingCode.TRAVEL: N_("旅居的人"),
    RulingCode.UNDER_60: N_("不满 60 岁的人"),
    RulingCode.EXTRA_BED: N_("睡加床的人"),
}
_QUESTIONS = {
    RulingCode.LEAVE: N_("当晚请假外出、床还留着的人，算不算在住？协议有效、床位保留的，一般计入；在院人数另报"),
    RulingCode.HOSPITAL: N_("当晚住院、床还留着的人，算不算在住？办了退住或放了床才不计，一般计入"),
    RulingCode.TRIAL: N_("签了试住协议、排了床的人，算不算在住？一般计入，另列一行"),
    RulingCode.RESPITE: N_("在全托床位上过夜的短期托养、喘息服务，算不算在住？一般按当晚计入，不算长住"),
    RulingCode.TRAVEL: N_("旅居的人，算不算在住？没有统一规定，请以本局文件为准"),
    RulingCode.UNDER_60: N_("不满 60 岁的特困、残疾人，算不算在住？一般计入在院人数，60 岁以上另列一行"),
    RulingCode.EXTRA_BED: N_("睡在加床上的人，算不算在住？一般人计入、床不计入，入住率因此可能超过 100%"),
}

DEFAULTS = dict.fromkeys(RulingCode, True)
"""Whoever has a bed counts, until a county rules otherwise."""


class Ruled(Protocol):
    """A ruling as far as counting needs it."""

    @property
    def code(self) -> RulingCode:
        """The question."""

    @property
    def counts(self) -> bool:
        """The answer."""

    @property
    def from_on(self) -> date:
        """The first day it holds."""

    @property
    def to_on(self) -> date:
        """The first day it no longer holds."""


class Answer(NamedTuple):
    """A ruling as a plain value."""

    code: RulingCode
    counts: bool
    from_on: date
    to_on: date


def answers_on(rulings: Iterable[Ruled], day: date) -> dict[RulingCode, bool]:
    """Answer every question for a day: as ruled, else by the default."""
    ruled = {each.code: each.counts for each in rulings if each.from_on <= day < each.to_on}
    return DEFAULTS | ruled
