"""The tile of one bed on one day: its state, who or what has it, and the few words that fit."""

from dataclasses import dataclass
from datetime import date

from app.beds.rules.kinds import CARE_FACET, ClaimKind, ClosureReason, MarkKind, Sex
from app.beds.rules.spans import say_time
from app.beds.rules.states import Away, BedState, days_between, is_empty_long
from app.core.i18n import _

__all__ = ["BoardBed", "Claim", "TilePerson"]

SHORT_NOTE = 6


@dataclass(frozen=True, slots=True)
class TilePerson:
    """What a tile shows of the person in a bed; told by the storey that knows people.

    `word` stands beside the number where the tile has more to say than its state, `about` under the name in the
    panel; `stay_id` and its version are there for who is in the bed that is theirs, so that they can be moved.
    """

    name: str
    said: str
    age: int | None = None
    level: int | None = None
    risks: str = ""
    away: Away | None = None
    note: str = ""
    word: str = ""
    about: str = ""
    elder_id: int | None = None
    stay_id: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim that has a bed on the day."""

    id: int
    kind: ClaimKind
    from_on: date
    reason: ClosureReason | None = None
    note: str = ""
    planned_end_on: date | None = None
    version: int = 1
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class BoardBed:
    """One tile."""

    id: int
    label: str
    name: str
    state: BedState
    day: date
    extra: bool = False
    marks: frozenset[MarkKind] = frozenset()
    claim: Claim | None = None
    free_since: date | None = None
    next_on: date | None = None
    planned: bool = False
    overdue_days: int = 0
    person: TilePerson | None = None

    @property
    def is_free(self) -> bool:
        """Whether somebody may be given this bed."""
        return self.state is BedState.FREE

    @property
    def is_empty_long(self) -> bool:
        """Whether the bed has been free for more than two weeks."""
        return (
            self.is_free
            and not self.planned
            and self.free_since is not None
            and is_empty_long(self.free_since, self.day)
        )

    @property
    def care(self) -> MarkKind | None:
        """护理型, 普通, or None: 未认定."""
        return next((mark for mark in self.marks if mark.facet == CARE_FACET), None)

    @property
    def care_label(self) -> str:
        """The word for what the bed is certified as; no mark is said as such, never as 普通."""
        return self.care.label if self.care else _("未认定")

    @property
    def marks_said(self) -> str:
        """All marks in words, in a fixed order; 未认定 where none answers for the care."""
        said = [mark.label for mark in MarkKind if mark in self.marks]
        return _("、").join(said if self.care else [_("未认定"), *said])

    @property
    def word(self) -> str:
        """What stands beside the number: nothing where a person is in the bed, for the name says it."""
        if self.person is None:
            return self.state.word
        return self.person.word or ("" if self.state is BedState.OCCUPIED else self.state.word)

    @property
    def note(self) -> str:
        """The second line of the tile."""
        if self.is_free:
            return self._free_note()
        if self.claim and self.claim.kind is ClaimKind.CLOSURE:
            return self._closure_note(self.claim)
        if self.person and self.person.note:
            return self.person.note
        if self.state is BedState.HELD:
            return self._hold_note()
        return _("包房") if self.state is BedState.PRIVATE else _("在住")

    def _free_note(self) -> str:
        if self.planned:
            return _("预计可用")
        if self.is_empty_long and self.free_since:
            return _("◷ 空 {time}").format(time=say_time(days_between(self.free_since, self.day)))
        if self.next_on:
            return _("到 {day}").format(day=f"{self.next_on:%m-%d}")
        return _("可安排")

    def _hold_note(self) -> str:
        """How long an offer may still be answered; once it is accepted only the person is awaited."""
        if self.claim is None or self.claim.planned_end_on is None:
            return _("待入住")
        left = days_between(self.day, self.claim.planned_end_on)
        if left < 0:
            return _("▲ 逾期 {n} 天").format(n=-left)
        return _("余 {n} 天").format(n=left) if left else _("今天到期")

    def _closure_note(self, claim: Claim) -> str:
        if self.overdue_days:
            return _("▲ 过期 {time}").format(time=say_time(self.overdue_days))
        if claim.note and len(claim.note) <= SHORT_NOTE:
            return claim.note
        return claim.reason.label if claim.reason else ""

    @property
    def said(self) -> str:
        """The whole tile in one sentence, for those who hear it."""
        parts = [_("{bed} 床").format(bed=self.name), self.person.said if self.person else self.state.label, self.note]
        parts += [mark.label for mark in MarkKind if mark in self.marks]
        parts += [_("加床")] if self.extra else []
        return _("，").join(dict.fromkeys(part.replace("▲ ", "").replace("◷ ", "") for part in parts))
