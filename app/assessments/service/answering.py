"""Answers as they come from a tablet, in any order and any number of times, while the assessment is a draft."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AnswersIncomplete, AssessmentNotFound, NotADraft
from app.assessments.models import Assessment, AssessmentAnswer
from app.assessments.queries.assessments import answer_rows, assessment_of, by_visit
from app.assessments.queries.opened import particulars_of
from app.assessments.rules.answers import AnswerFault, problems_of
from app.assessments.rules.facts import Facts, RiskEvent
from app.assessments.rules.particulars import sound_particulars
from app.assessments.rules.states import State
from app.assessments.scales import scale_named
from app.assessments.service.reaching import MAKE, may_act
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.core.keys import sealer

__all__ = ["facts_of", "save_answers", "write_answers"]


async def save_answers(
    session: AsyncSession,
    actor: Actor,
    which: int | UUID,
    answers: Mapping[str, str],
    *,
    facts: Facts | None = None,
    particulars: Mapping[str, Any] | None = None,
    at: Mapping[str, datetime] | None = None,
) -> Assessment:
    """Keep answers (item → choice; an empty one takes it back), facts and fields of a draft, named by id or visit.

    The same again changes nothing. `at` says when each item was tapped: of two answers to one item the later stands,
    whichever arrives first. Fields that are given replace those of the same name.
    """
    row = await _draft(session, actor, which)
    async with refusing(session):
        changed = await write_answers(session, actor, row, answers, at=at or {})
        said = _write_facts(row, facts) | await _write_particulars(session, row, particulars)
    if changed or said:
        audit.record(session, actor, "assessments.saved", row, items=sorted(changed), fields=sorted(said))
    return row


async def write_answers(
    session: AsyncSession,
    actor: Actor,
    row: Assessment,
    answers: Mapping[str, str],
    *,
    at: Mapping[str, datetime],
) -> set[str]:
    """Write answers of a draft and name the items that changed. Stands inside `refusing()`."""
    _refuse_unknown(row, answers)
    kept = {one.item: one for one in await answer_rows(session, row)}
    choices, changed, instant = (
        {item.code: item for item in scale_named(row.scale_code).items},
        set(),
        await now(session),
    )
    for code, answer in answers.items():
        standing, tapped = kept.get(code), at.get(code)
        if _is_older(standing, tapped) or answer == (standing.choice if standing else ""):
            continue
        changed.add(code)
        choice = choices[code].choice_of(answer)
        if standing is None:
            standing = AssessmentAnswer(county=row.county, assessment_id=row.id, item=code)
            session.add(standing)
        standing.choice, standing.score, standing.answered_at = answer, choice.score if choice else None, tapped
        standing.recorded_at, standing.recorded_by = instant, actor.user_id
    await session.flush()
    return changed


def facts_of(row: Assessment) -> Facts:
    """Give the facts of an assessment as scoring asks for them."""
    events = {RiskEvent(kind): int(count) for kind, count in row.risk_events.items()}
    return Facts(row.coma, row.dementia, row.psychiatric, events)


async def _draft(session: AsyncSession, actor: Actor, which: int | UUID) -> Assessment:
    scope = actor.scope(MAKE)
    if isinstance(which, UUID):
        row = await by_visit(session, scope, which, lock=True)
        if row is None or row.voided_at is not None:
            raise AssessmentNotFound
    else:
        row = await assessment_of(session, scope, which, lock=True)
    may_act(actor, MAKE, row.county, row.institution_id)
    if row.state is not State.DRAFT:
        raise NotADraft
    return row


def _refuse_unknown(row: Assessment, answers: Mapping[str, str]) -> None:
    """Refuse items that the scale does not have and answers that are no choice; what is missing may come later."""
    found = problems_of(scale_named(row.scale_code), answers)
    if wrong := [problem for problem in found if problem.fault is not AnswerFault.MISSING]:
        raise AnswersIncomplete(wrong)


def _is_older(standing: AssessmentAnswer | None, tapped: datetime | None) -> bool:
    if standing is None or standing.answered_at is None or tapped is None:
        return False
    return tapped < standing.answered_at


def _write_facts(row: Assessment, facts: Facts | None) -> set[str]:
    if facts is None:
        return set()
    events = {kind.value: count for kind, count in facts.risk_events.items() if count > 0}
    asked = {"coma": facts.coma, "dementia": facts.dementia, "psychiatric": facts.psychiatric, "risk_events": events}
    changed = {name: value for name, value in asked.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return set(changed)


async def _write_particulars(session: AsyncSession, row: Assessment, given: Mapping[str, Any] | None) -> set[str]:
    if given is None:
        return set()
    standing = await particulars_of(session, row)
    kept = {code: value for code, value in standing.items() if code not in given} | sound_particulars(given)
    if kept == standing:
        return set()
    keys = await sealer(session, row.county)
    row.particulars = keys.seal("assessments", "particulars", row.seal, orjson.dumps(kept)) if kept else None
    return _differing(standing, kept)


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    every: Iterable[str] = one.keys() | other.keys()
    return {code for code in every if one.get(code) != other.get(code)}
