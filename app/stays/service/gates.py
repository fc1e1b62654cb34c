"""Who else has a say when somebody is admitted: storeys above add a check, so that no import goes up."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.spans import FOREVER
from app.core.actor import Actor
from app.stays.queries.footing import Also, footing_with_clash
from app.stays.rules.drafts import AdmissionDraft

__all__ = [
    "Answers",
    "Follower",
    "admission_gate",
    "asked_at_gates",
    "follow_admission",
    "judge_at_gates",
    "pass_gates",
]

Follower = Callable[[AsyncSession, Actor], Awaitable[None]]
"""What follows an admission that was let through."""
Answers = Mapping[str, bool]
"""What was said to the questions of all gates, by their names."""
Values = Callable[[AsyncSession, AdmissionDraft], Awaitable[Mapping[str, Any]]]
Check = Callable[[Home, AdmissionDraft, Answers], Follower | None]


@dataclass(frozen=True, slots=True)
class Gate:
    """A check with the questions it judges by, and the values that those name beside the footing's own."""

    questions: Mapping[str, str]
    values: Values
    check: Check


_gates: list[Gate] = []


def admission_gate(questions: Mapping[str, str], values: Values) -> Callable[[Check], Check]:
    """Register a check of every admission: it raises a DomainError to refuse, and gives what is to follow if anything.

    Its questions of yes or no are asked with what the beds rest on, in one statement; they may name what that one
    names. Registering twice changes nothing.
    """

    def register(check: Check) -> Check:
        if check not in [gate.check for gate in _gates]:
            _gates.append(Gate(questions, values, check))
        return check

    return register


async def asked_at_gates(session: AsyncSession, draft: AdmissionDraft) -> Also:
    """Put together what all the checks want to know of an admission."""
    questions: dict[str, str] = {}
    values: dict[str, Any] = {}
    for gate in _gates:
        questions |= gate.questions
        values |= await gate.values(session, draft)
    return Also(tuple(questions.items()), values)


def judge_at_gates(home: Home, draft: AdmissionDraft, said: Answers) -> list[Follower]:
    """Run the checks in order on what was said under the locks of home and person, by a home that may see the file.

    Gives what is to follow.
    """
    found = [gate.check(home, draft, said) for gate in _gates]
    return [follower for follower in found if follower is not None]


async def pass_gates(session: AsyncSession, home: Home, draft: AdmissionDraft) -> list[Follower]:
    """Ask and judge at once, for an act that reads what its beds rest on by itself later."""
    also, first = await asked_at_gates(session, draft), draft.from_on
    footing = await footing_with_clash(
        session, home, draft.elder_id, [draft.bed_id], from_on=first, to_on=FOREVER, also=also
    )
    return judge_at_gates(home, draft, footing.answers)


async def follow_admission(session: AsyncSession, actor: Actor, followers: Sequence[Follower]) -> None:
    """Do in order what follows an admission by hand, in its transaction; the person lives here by now."""
    for work in followers:
        await work(session, actor)
