"""What happened to an entry, one event after the other; the facts are the fold of the events and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.i18n import _
from app.waitlist.rules.facts import EntryFacts, from_json, said
from app.waitlist.rules.steps import EntryState, EventKind, may_follow, next_state

__all__ = ["BrokenHistory", "Happened", "change_of", "faults_of", "fold", "step"]


class BrokenHistory(ValueError):
    """Events that cannot have happened one after the other; a bug or a forgery, never a person's mistake."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as the fold needs it. `after` is what was kept beside it, to be compared."""

    seq: int
    kind: EventKind
    change: Mapping[str, Any]
    after: Mapping[str, Any]
    id: int = 0


def change_of(state: EntryState | None, kind: EventKind, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Write what an event changes, with the state it leads to; an event that may not happen there is BrokenHistory."""
    wanted = changed.get("state")
    if not may_follow(state, kind):
        raise BrokenHistory(_("{kind}不能接在「{state}」之后").format(kind=kind.label, state=_say(state)))
    to = next_state(state, kind, wanted)
    if to is None:
        raise BrokenHistory(_("{kind}不能变为「{state}」").format(kind=kind.label, state=_say(wanted)))
    change = {name: said(value) for name, value in changed.items()}
    return change | ({"state": str(to)} if to is not state else {})


def step(before: EntryFacts | None, kind: EventKind, change: Mapping[str, Any], entry_id: int = 0) -> EntryFacts:
    """Give the facts after one event. The first event carries all of them."""
    state = None if before is None else before.state
    wanted = EntryState(change["state"]) if "state" in change else None
    if not may_follow(state, kind) or next_state(state, kind, wanted) is None:
        raise BrokenHistory(f"{kind} after {state} to {wanted}")
    return from_json(change, entry_id) if before is None else before.with_change(change)


def fold(events: Iterable[Happened], entry_id: int = 0) -> EntryFacts:
    """Give the facts of an entry from its events alone: the same on any database."""
    facts: EntryFacts | None = None
    for number, event in enumerate(events, 1):
        if event.seq != number:
            raise BrokenHistory(f"event {event.seq} stands where {number} is due")
        facts = step(facts, event.kind, event.change, entry_id)
    if facts is None:
        raise BrokenHistory("no events")
    return facts


def faults_of(events: Iterable[Happened], kept: Mapping[str, Any], columns: Mapping[str, Any]) -> list[str]:
    """List what does not come out of the events: an `after` that is no fold, facts or columns nobody said.

    `kept` is the entry's own `facts`, `columns` its columns of the same names.
    """
    found: list[str] = []
    facts: EntryFacts | None = None
    for number, event in enumerate(events, 1):
        if event.seq != number:
            return [*found, f"event {event.seq} stands where {number} is due"]
        try:
            facts = step(facts, event.kind, event.change)
        except (BrokenHistory, KeyError, ValueError) as broken:
            return [*found, f"event {event.seq}: {broken}"]
        if facts.to_json() != event.after:
            found.append(f"event {event.seq}: after is not the fold")
    if facts is None:
        return ["no events"]
    if facts.to_json() != kept:
        found.append("facts are not the fold")
    found += [f"{name} is {said(value)}, the events say {said(getattr(facts, name))}"
              for name, value in columns.items() if said(value) != said(getattr(facts, name))]  # fmt: skip
    return found


def _say(state: EntryState | None) -> str:
    return state.label if state is not None else _("尚未登记")
