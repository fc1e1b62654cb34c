"""Keeping the trail: a line per change in the caller's transaction, a look in its own, a tap once for ever."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import queries
from app.audit.errors import TapReused
from app.audit.models import AccessEntry
from app.audit.rules import ChainKey, Line, Said, body_hash, chain_of, line_hash
from app.core.actor import Actor
from app.core.clock import day_of
from app.core.db import closer, transaction
from app.core.keys import EVERYWHERE
from app.core.live import unannounced
from app.core.request import current_request

__all__ = ["chain_lines", "first_time", "record", "record_view"]

FEW = 3
"""So many lines are told one by one, a statement each; more are worth the lock and the two writes they share."""


class Subject(Protocol):
    """What a line is about: a row with a key."""

    @property
    def id(self) -> Any:
        """The row's own id."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A line waiting for its place in the chain."""

    action: str
    actor: Actor
    chain: ChainKey
    subject_kind: str
    subject: Subject | int | None
    details: dict[str, Any]
    tap_id: str | None


def record(
    session: AsyncSession,
    actor: Actor,
    action: str,
    subject: Subject | int | None = None,
    *,
    county: int | None = None,
    institution_id: int | None = None,
    kind: str | None = None,
    **details: Any,
) -> None:
    """Say what was done. The line is chained and written once per request, just before COMMIT.

    County and home are read from the subject where it has them; `details` hold before and after, ids and
    counts, never a person's name or number.
    """
    county = county if county is not None else getattr(subject, "county", None)
    home = institution_id if institution_id is not None else getattr(subject, "institution_id", None)
    about: str = kind or getattr(subject, "__tablename__", None) or action.partition(".")[0]
    # A row that has its id gives it now: a refusal later in the transaction may expire the row itself.
    known = subject if subject is None or isinstance(subject, int) else subject.id or subject
    # An outbox brings many taps in one request: each line keeps the one it was said under.
    line = Pending(action, actor, chain_of(county, home), about, known, details, current_request().tap_id)
    session.sync_session.info.setdefault("audit_lines", []).append(line)


@closer
async def chain_lines(session: AsyncSession) -> None:
    """Chain the pending lines behind their heads, whose locks are taken in ascending order."""
    pending: list[Pending] = session.sync_session.info.pop("audit_lines", [])
    if not pending:
        return
    if session.new or session.dirty or session.deleted:
        await session.flush()
    lines = sorted(map(_said, pending), key=lambda said: (said.county, said.institution_id))
    if len(lines) > FEW:
        await _keep_many(session, lines)
        return
    messages = unannounced(session)
    for said in lines:
        await queries.tell(session, said, messages)
        messages = []


async def _keep_many(session: AsyncSession, lines: Sequence[Said]) -> None:
    heads, at = await queries.lock_heads(session, list({(said.county, said.institution_id) for said in lines}))
    entries, day = [], day_of(at)
    for said in lines:
        key = (said.county, said.institution_id)
        seq, previous = heads[key].seq + 1, heads[key].hash
        line = Line(**asdict(said), seq=seq, at=at)
        digest = line_hash(previous, line)
        entries.append(asdict(line) | {"recorded_on": day, "previous": previous, "hash": digest})
        heads[key] = queries.Head(seq, digest)
    await queries.keep_lines(session, entries, heads)


def _said(waiting: Pending) -> Said:
    subject = waiting.subject
    return Said(
        county=waiting.chain[0],
        institution_id=waiting.chain[1],
        action=waiting.action,
        user_id=waiting.actor.user_id,
        sign_in_id=waiting.actor.sign_in_id,
        actor=" / ".join((waiting.actor.name, *waiting.actor.on_behalf_of))[:80],
        subject_kind=waiting.subject_kind,
        subject_id=subject if subject is None or isinstance(subject, int) else int(subject.id),
        details=_plain(waiting.details),
        request_id=current_request().request_id,
        tap_id=waiting.tap_id,
    )


def _plain(details: dict[str, Any]) -> dict[str, Any]:
    """Turn values into what JSON keeps exactly, so that the line read back hashes as it was written."""
    return {key: _plain_value(value) for key, value in details.items()}


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, dict):
        return {str(key): _plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain_value(inner) for inner in value]
    return str(value)


async def first_time(
    session: AsyncSession, actor: Actor, *, tap_id: UUID, action: str, body: Any, county: int = EVERYWHERE
) -> bool:
    """Claim a tap before its act is done; False says that the same tap has already done it.

    Raises TapReused when the tap once did something else.
    """
    digest = body_hash(action, body)
    current_request().tap_id = str(tap_id)
    values = {"county": county, "tap_id": tap_id, "action": action, "body_hash": digest, "user_id": actor.user_id}
    if await queries.claim_tap(session, **values):
        return True
    done = await queries.find_act(session, county, tap_id)
    if done is None or done.body_hash != digest:
        raise TapReused
    return False


async def record_view(
    actor: Actor,
    *,
    county: int,
    institution_id: int | None,
    kind: str,
    subjects: Sequence[int],
    fields: Sequence[str],
    purpose: str = "",
) -> None:
    """Leave a line for a look at people's data, in its own transaction, before the page is shown."""
    async with transaction(pool="side") as session:
        session.add(
            AccessEntry(
                county=county,
                institution_id=institution_id or 0,
                user_id=actor.user_id,
                sign_in_id=actor.sign_in_id,
                actor=actor.name[:80],
                subject_kind=kind,
                subjects=list(subjects),
                fields=list(fields),
                purpose=purpose[:200],
                request_id=current_request().request_id,
            )
        )
