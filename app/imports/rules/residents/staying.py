"""The stay a row speaks of: where, from when, as what, at whose expense, and how it ended."""

from datetime import date
from typing import Any

from app.imports.rules import faults as any_faults
from app.imports.rules.cells import one_of, yes_no
from app.imports.rules.kinds import Reading
from app.imports.rules.problems import Fix
from app.imports.rules.residents import faults
from app.imports.rules.residents.dates import read_day
from app.imports.rules.residents.identity import CHOICES, Who
from app.imports.rules.residents.rows import ResidentContext
from app.imports.rules.residents.words import (
    NOTHING,
    STATUS_ENDED,
    STATUS_HERE,
    end_word,
    kind_word,
    payer_word,
)
from app.imports.rules.words import known_form
from app.stays.rules.kinds import EndReason

__all__ = ["EARLIEST", "stay_said"]

# No stay of today began before the republic.
EARLIEST = date(1949, 10, 1)
_AHEAD = 10
_AWAY = frozenset(
    known_form(word) for word in ["请假", "外出", "住院", "回家", "探亲", "请假外出", "住院中", "外出住院"]
)
_STAY_WORDS = ("bed", "room", "to_on", "end_reason", "planned_end", "stay_kind", "payer")


def stay_said(reading: Reading, who: Who | None, context: ResidentContext) -> dict[str, Any]:
    """Read everything a row says of a stay; what contradicts itself is said at its cell."""
    from_on = _day(reading, "from_on", context, _latest(context))
    end = _end(reading, from_on, context)
    planned = _day(reading, "planned_end", context, _latest(context))
    _in_order(reading, who, from_on, end["to_on"], planned, context)
    return {
        **{name: reading.sound(name) for name in ("building", "room", "bed")},
        "from_on": from_on,
        "stay_kind": one_of(reading, "stay_kind", kind_word, faults.KIND_UNKNOWN, CHOICES["stay_kind"]),
        "payer": one_of(reading, "payer", payer_word, faults.PAYER_UNKNOWN, CHOICES["payer"]),
        "planned_end": planned,
        "couple": yes_no(reading, "couple"),
        **end,
    }


def _latest(context: ResidentContext) -> date:
    return date(context.today.year + _AHEAD, 12, 31)


def _day(reading: Reading, name: str, context: ResidentContext, latest: date) -> date | None:
    text = reading.sound(name)
    if not text or known_form(text) in NOTHING:
        return None
    read = read_day(text, context.today if name != "planned_end" else latest)
    if read.lunar:
        reading.spoil(faults.LUNAR_DAY, name)
    elif read.either:
        first, second = (each.isoformat() for each in read.either[:2])
        reading.spoil(faults.DATE_EITHER, name, fix=Fix(choices=(first, second)), first=first, second=second)
    elif read.value is None:
        reading.spoil(any_faults.BAD_DATE, name)
    elif not EARLIEST <= read.value <= latest:
        first, last = EARLIEST.isoformat(), latest.isoformat()
        reading.spoil(any_faults.DATE_UNLIKELY, name, date=read.value.isoformat(), earliest=first, latest=last)
    else:
        if read.guess:
            shown = read.value.isoformat()
            reading.flag(any_faults.DATE_GUESSED, name, fix=Fix(shown), date=shown, guess=read.guess)
        return read.value
    return None


def _end(reading: Reading, from_on: date | None, context: ResidentContext) -> dict[str, Any]:
    """When and why a stay ended; a death is an end even where only its own column says so."""
    to_on = _day(reading, "to_on", context, _latest(context))
    died = _day(reading, "died", context, _latest(context))
    text = reading.sound("end_reason")
    reason = None
    if known_form(text) not in NOTHING:
        reason = one_of(reading, "end_reason", end_word, faults.END_UNKNOWN, CHOICES["end_reason"])
    over, dead = _status(reading, to_on or died)
    if died is not None or dead:
        reason = reason or EndReason.DEATH
    if died and to_on and died != to_on and reason is EndReason.DEATH:
        reading.spoil(faults.DEATH_UNLIKE_END, "died", date=died.isoformat(), to_on=to_on.isoformat())
    to_on = to_on or died
    wrong = {"to_on", "died", "end_reason"} & reading.spoiled
    if to_on is None and (reason or over) and not wrong:
        name = next((each for each in ("to_on", "end_reason", "status") if reading.layout.has(each)), "to_on")
        reading.spoil(faults.END_WITHOUT_DAY, name)
    if to_on is not None and reason is None and not wrong:
        reading.flag(faults.END_WITHOUT_REASON, "to_on")
        reason = EndReason.OTHER
    return {"to_on": to_on, "end_reason": reason if to_on else None}


def _status(reading: Reading, ended: date | None) -> tuple[bool, bool]:
    """Whether a column of states says that the stay is over, or that the person has died."""
    text = reading.sound("status")
    word = known_form(text)
    dead = end_word(text) is EndReason.DEATH
    if not text or dead or word in STATUS_ENDED:
        return bool(text), dead
    if word in _AWAY:
        reading.flag(faults.AWAY, "status")
    elif word in STATUS_HERE | {"是", "y", "yes"}:
        if ended:
            reading.spoil(faults.STATUS_UNLIKE_END, "status")
    elif word in {"否", "n", "no"}:
        return True, False
    else:
        reading.flag(faults.STATUS_UNKNOWN, "status")
    return False, False


def _in_order(
    reading: Reading,
    who: Who | None,
    from_on: date | None,
    to_on: date | None,
    planned: date | None,
    context: ResidentContext,
) -> None:
    """Days follow one another, and what has happened lies in the past."""
    if from_on is None:
        if any(reading.sound(name) for name in _STAY_WORDS) and "from_on" not in reading.spoiled:
            reading.spoil(faults.START_MISSING, "from_on")
        return
    shown = from_on.isoformat()
    if from_on > context.today:
        reading.spoil(faults.START_FUTURE, "from_on", fix=Fix(skip=True), date=shown)
    if who and who.born_on and from_on < who.born_on:
        reading.spoil(faults.START_BEFORE_BIRTH, "from_on", date=shown)
    if to_on and to_on > context.today:
        reading.spoil(faults.END_FUTURE, _end_name(reading), date=to_on.isoformat())
    elif to_on and to_on < from_on:
        reading.spoil(faults.END_BEFORE, _end_name(reading), from_on=shown, to_on=to_on.isoformat())
    if planned and planned < from_on:
        reading.spoil(faults.PLANNED_BEFORE, "planned_end", date=planned.isoformat())
    _somewhere(reading, to_on)


def _somewhere(reading: Reading, to_on: date | None) -> None:
    """Whoever lives here has a bed."""
    wrong = {"bed", "room", "building", "to_on", "end_reason", "status"} & reading.spoiled
    if not to_on and not reading.sound("bed") and not reading.sound("room") and not wrong:
        reading.spoil(faults.BED_MISSING, "bed")


def _end_name(reading: Reading) -> str:
    return "to_on" if reading.sound("to_on") or "to_on" in reading.spoiled else "died"
