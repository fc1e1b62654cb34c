"""Writing assessments with their answers and signatures, as they stand once everybody has signed."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.models import AssessmentAnswer, AssessmentSignature, AssessmentTrigger
from app.assessments.rules.frozen import settings_of
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import Reason, SignatureRole, State, TriggerKind
from app.assessments.scales import SCALES
from app.core.crypto import Sealer
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.demo import queries
from app.demo.rules.door import AssessmentStory, Door
from app.demo.rules.instants import entered_at
from app.demo.rules.names import person_name
from app.demo.rules.story import days
from app.demo.rules.town import Town

__all__ = ["write_assessments"]

Row = dict[str, Any]
AT_ONCE = 70
# One dark point: a signature that is one, of somebody who does not exist.
IMAGE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


async def write_assessments(session: AsyncSession, town: Town, door: Door) -> None:
    """Write everything that was assessed in a town, and what calls for the next assessment."""
    stories = sorted(door.assessments, key=lambda one: one.on)
    # Each answer looks for its draft among those that are not signed yet: few at a time is much faster.
    for start in range(0, len(stories), AT_ONCE):
        await _write(session, town, stories[start : start + AT_ONCE])
    await _triggers(session, town)


async def _write(session: AsyncSession, town: Town, stories: list[AssessmentStory]) -> None:
    keys = await sealer(session, town.county)
    written = await queries.insert_drafts(session, [_row(town, one) for one in stories])
    answers, signatures = list[Row](), list[Row]()
    for one, (new, digest) in zip(stories, written, strict=True):
        one.id = new
        answers += [_answer(town.county, one, item, choice) for item, choice in one.answers.items()]
        signatures += _signatures(keys, town, one, digest)
    await queries.insert_rows(session, AssessmentAnswer, answers)
    await queries.insert_rows(session, AssessmentSignature, signatures)
    await queries.sign_drafts(session, town.county, [_signed(one) for one in stories])


def _row(town: Town, one: AssessmentStory) -> Row:
    scale = SCALES[one.scale]
    return {
        "county": town.county, "elder_id": one.person.id, "institution_id": one.home.id if one.home else None,
        "kind": ScaleKind.ABILITY, "scale_code": scale.code, "scale_version": scale.version,
        "rulings": settings_of(scale), "reason": Reason.FIRST if one.first else Reason.ROUTINE, "assessed_on": one.on,
        "place": one.home.plan.short if one.home else "", "state": State.DRAFT, "visit_key": uuid7(), "seal": uuid7(),
        "dementia": one.dementia, "valid_from": one.on, "valid_to": one.until,
        "assessor_home_id": one.by_home.id if one.by_home else None, "recorded_at": entered_at(one.on),
        "recorded_by": one.home.director_id if one.home else None, **one.result,
    }  # fmt: skip


def _answer(county: int, one: AssessmentStory, item: str, choice: str) -> Row:
    return {"county": county, "assessment_id": one.id, "item": item, "choice": choice, "score": int(choice),
            "recorded_at": entered_at(one.on)}  # fmt: skip


def _signatures(keys: Sealer, town: Town, one: AssessmentStory, digest: bytes) -> list[Row]:
    draw = town.chance.child("signed", one.person.name, one.on)
    names = {
        role: person_name(draw, one.person.sex, draw.between(1965, 1998))
        for role in (SignatureRole.ASSESSOR_1, SignatureRole.ASSESSOR_2, SignatureRole.INFORMANT)
    }
    return [_signature(keys, town.county, one, digest, role, name) for role, name in names.items()]


def _signature(keys: Sealer, county: int, one: AssessmentStory, digest: bytes, role: SignatureRole, name: str) -> Row:
    seal = uuid7()
    return {
        "county": county, "assessment_id": one.id, "role": role, "seal": seal, "digest": digest,
        "name": keys.seal("assessment_signatures", "name", seal, name),
        "image": keys.seal("assessment_signatures", "image", seal, IMAGE), "signed_at": entered_at(one.on),
    }  # fmt: skip


def _signed(one: AssessmentStory) -> Row:
    return {
        "id": one.id, "signed_at": entered_at(one.on), "dispute_reason": one.disputed or None,
        "disputed_at": entered_at(one.on + days(2)) if one.disputed else None,
    }  # fmt: skip


async def _triggers(session: AsyncSession, town: Town) -> None:
    """Whoever came back from hospital this month is to be looked at again."""
    since = town.today - days(25)
    back = [
        (home, stay, leave.to_on) for home in town.homes for stay in home.residents for leave in stay.leaves
        if leave.kind.value == "hospital" and since <= leave.to_on <= town.today
    ]  # fmt: skip
    rows = [
        {"county": town.county, "elder_id": stay.person.id, "institution_id": home.id, "seal": uuid7(),
         "kind": TriggerKind.HOSPITAL_RETURN, "happened_on": on, "recorded_by": home.director_id}
        for home, stay, on in back
    ]  # fmt: skip
    await queries.insert_rows(session, AssessmentTrigger, rows)
