"""Telling a person's story: rows become lines, lines are gathered by the time they lie in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from app.beds.rules.kinds import ClaimKind
from app.beds.rules.spans import FOREVER
from app.core.i18n import _
from app.residents.rules.events import Event, EventKind, day_of
from app.stays.rules.kinds import EndReason, LeaveKind

__all__ = ["Period", "in_brief", "periods", "stay_events"]

MOST_BRIEF = 8


@dataclass(frozen=True, slots=True)
class Period:
    """A heading of the timeline with the lines under it."""

    title: str
    events: tuple[Event, ...]


def stay_events(story: Any, today: date) -> list[Event]:
    """Tell stays, beds, leaves, terms and transfers as lines."""
    corrected = {(one.kind, one.subject_id): one for one in story.corrections}
    found: list[Event] = []
    for stay in story.stays:
        changed = ("stays", stay.id) in corrected
        found += [replace(event, changed=changed) for event in _stay(story, stay)]
        if not stay.voided_at:
            found += [*_beds(story, stay), *_planned_end(stay, today)]
    for leave in story.leaves:
        changed = ("leaves", leave.id) in corrected
        found += [replace(event, changed=changed) for event in _leave(leave, today)]
    found += [_terms(change) for change in story.changes]
    return found + [event for transfer in story.transfers for event in _transfer(transfer)]


def _stay(story: Any, stay: Any) -> Iterable[Event]:
    beds = story.pieces_of(stay.id)
    title = _("办理入住 {bed}").format(bed=beds[0].bed) if beds else _("办理入住")
    about = (
        story.homes.get(stay.id, ""),
        stay.kind.label,
        stay.ground.label,
        _("{payer}付费").format(payer=stay.payer.label),
    )
    yield Event(
        stay.from_on, EventKind.STAY, title, _("，").join(word for word in about if word), at=stay.arrived_at,
        late=stay.late_reason.label if stay.late_reason else "", voided=stay.void_reason or "", order=1,
    )  # fmt: skip
    if stay.to_on != FOREVER and not stay.voided_at:
        died = stay.end_reason is EndReason.DEATH
        title = _("去世，退住") if died else _("退住：{reason}").format(reason=stay.end_reason.label)
        late = stay.end_late_reason.label if stay.end_late_reason else ""
        yield Event(stay.to_on, EventKind.STAY, title, stay.end_note, at=stay.left_at, late=late, order=8)


def _beds(story: Any, stay: Any) -> Iterable[Event]:
    beds = story.pieces_of(stay.id)
    for before, after in pairwise(beds):
        title = _("移床：{before} → {after}").format(before=before.bed, after=after.bed)
        yield Event(after.from_on, EventKind.STAY, title, order=3)
    for piece in story.pieces_of(stay.id, ClaimKind.PRIVATE):
        yield Event(piece.from_on, EventKind.STAY, _("包房，另占 {bed}").format(bed=piece.bed), order=3)
        if piece.to_on not in (FOREVER, stay.to_on):
            yield Event(piece.to_on, EventKind.STAY, _("不再包房，让出 {bed}").format(bed=piece.bed), order=3)


def _planned_end(stay: Any, today: date) -> Iterable[Event]:
    if stay.planned_end_on and stay.to_on == FOREVER:
        title = _("{kind}到期").format(kind=stay.kind.label)
        yield Event(stay.planned_end_on, EventKind.STAY, title, planned=True, alarm=stay.planned_end_on < today)


def _leave(leave: Any, today: date) -> Iterable[Event]:
    hospital = leave.kind is LeaveKind.HOSPITAL
    title = _("住院") if hospital else _("请假：{kind}").format(kind=leave.kind.label)
    about = (leave.place, leave.escort.label if leave.escort else "")
    yield Event(
        leave.from_on, EventKind.LEAVE, title, _("，").join(word for word in about if word), at=leave.left_at,
        late=leave.late_reason.label if leave.late_reason else "", voided=leave.void_reason or "", alarm=hospital,
        order=4,
    )  # fmt: skip
    if leave.voided_at:
        return
    if leave.to_on != FOREVER:
        late = leave.return_late_reason.label if leave.return_late_reason else ""
        yield Event(leave.to_on, EventKind.LEAVE, _("返院"), at=leave.returned_at, late=late, order=5)
    elif leave.expected_on:
        overdue = leave.expected_on < today
        title = _("预计返院，已逾期") if overdue else _("预计返院")
        yield Event(leave.expected_on, EventKind.LEAVE, title, planned=True, alarm=overdue)


def _terms(change: Any) -> Event:
    note = _("{payer}付费").format(payer=change.payer.label)
    return Event(
        change.from_on, EventKind.STAY, _("改为{kind}").format(kind=change.kind.label), note,
        late=change.late_reason.label if change.late_reason else "", voided=change.void_reason or "", order=3,
    )  # fmt: skip


def _transfer(transfer: Any) -> Iterable[Event]:
    title = _("申请调院到{home}").format(home=transfer.to_name)
    note = _("{who}，{reason}").format(who=transfer.asked_name, reason=transfer.reason.label)
    yield Event(day_of(transfer.asked_at), EventKind.STAY, title, note, at=transfer.asked_at, order=6)
    for at, words, who in (
        (transfer.accepted_at, _("{home}同意接收"), transfer.accepted_name),
        (transfer.approved_at, _("调院获批"), transfer.approved_name),
        (transfer.declined_at, _("{home}没有接收"), transfer.end_reason),
        (transfer.withdrawn_at, _("撤回调院申请"), transfer.end_reason),
    ):
        if at:
            yield Event(day_of(at), EventKind.STAY, words.format(home=transfer.to_name), who, at=at, order=7)
    if not any((transfer.done_at, transfer.declined_at, transfer.withdrawn_at)):
        yield Event(transfer.on, EventKind.STAY, _("计划调到{home}").format(home=transfer.to_name), planned=True)


def periods(events: Sequence[Event], today: date) -> list[Period]:
    """Gather lines under plans, this month, earlier this year, and each year before; the newest first."""
    planned = sorted((event for event in events if event.planned), key=lambda event: event.on)
    rest = sorted((event for event in events if not event.planned), key=_newest_first, reverse=True)
    found: dict[str, list[Event]] = {_("计划"): planned} if planned else {}
    for event in rest:
        found.setdefault(_title(event.on, today), []).append(event)
    return [Period(title, tuple(lines)) for title, lines in found.items()]


def _newest_first(event: Event) -> tuple[date, int]:
    return event.on, event.order


def _title(on: date, today: date) -> str:
    if on > today:
        return _("以后")
    if (on.year, on.month) == (today.year, today.month):
        return _("{month} 月").format(month=on.month)
    return _("今年早些时候") if on.year == today.year else _("{year} 年").format(year=on.year)


def in_brief(events: Sequence[Event]) -> list[Event]:
    """What matters now: plans, and the newest lines that still hold."""
    planned = [event for event in events if event.planned]
    standing = [event for event in events if not event.planned and not event.voided]
    return planned + sorted(standing, key=_newest_first, reverse=True)[: max(MOST_BRIEF - len(planned), 3)]
