"""One stay as its page tells it: what stood when, and who entered what, late entries marked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.beds.rules.spans import FOREVER
from app.core.i18n import _
from app.stays.rules.kinds import LateReason, StayKind

__all__ = ["StayLine", "bed_ids_of", "say_late", "say_line", "say_stay"]

BEDS = ("bed_id", "bed_ids")
MOVES = ("stays.bed_moved", "stays.beds_exchanged")


@dataclass(frozen=True, slots=True)
class StayLine:
    """Something that was entered about a stay: when, by whom, and in which words."""

    at: datetime
    actor: str
    what: str
    about: str
    late: str
    reason: str


def say_stay(stay: Any, kind: StayKind, bed: str, long: str, state: str) -> str:
    """Say a stay in one sentence."""
    words = {"kind": kind.label, "day": stay.from_on.isoformat(), "long": long, "bed": bed, "state": state}
    if stay.to_on == FOREVER:
        here = _("{kind}，{day} 入住，住了 {long}，现在{state}").format(**words)
        return here + (_("，{bed} 床。").format(**words) if bed else _("。"))
    words |= {"end": stay.to_on.isoformat(), "why": stay.end_reason.label if stay.end_reason else ""}
    return _("{kind}，{day} 入住，{end} 退住（{why}），住了 {long}。").format(**words)


def bed_ids_of(details: Mapping[str, Any], action: str) -> set[int]:
    """The beds that a line of the audit names by their ids."""
    names = (*BEDS, "before", "after") if action in MOVES else BEDS
    found: set[int] = set()
    for name in names:
        value = details.get(name)
        found |= {one for one in (value if isinstance(value, list) else [value]) if isinstance(one, int)}
    return found


def say_line(action: str, details: Mapping[str, Any], beds: Mapping[int, str]) -> str:
    """Say what a line is about: the bed, the move, the day."""
    said = [_beds(action, details, beds), _days(details)]
    return _("，").join(word for word in said if word)


def _beds(action: str, details: Mapping[str, Any], beds: Mapping[int, str]) -> str:
    if action in MOVES:
        ends = [details.get("before"), details.get("after")]
        flat = [one for end in ends for one in (end if isinstance(end, list) else [end]) if isinstance(one, int)]
        joint = " ⇄ " if action == "stays.beds_exchanged" else " → "
        return joint.join(beds.get(bed, "？") for bed in flat)
    ids: Collection[int] = sorted(bed_ids_of(details, action))
    return _("、").join(beds[bed] for bed in ids if bed in beds)


def _days(details: Mapping[str, Any]) -> str:
    if isinstance(details.get("before"), list) and "from_on" not in details and "on" not in details:
        before, after = details["before"], details.get("after") or [""]
        return _("{before} 改为 {after}").format(before=before[0], after=after[0])
    day = details.get("on") or details.get("from_on")
    return _("{day} 起").format(day=day) if isinstance(day, str) and _is_day(day) else ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def say_late(code: Any) -> str:
    """Say why something was entered late; a code of an older time is said as it stands."""
    return LateReason(code).label if code in set(LateReason) else str(code or "")
