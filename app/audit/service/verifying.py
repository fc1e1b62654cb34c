"""Walking the chains: a flipped byte, a deleted row, two swapped rows or a cut tail are found and named."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import queries
from app.audit.models import AuditEntry
from app.audit.rules import GENESIS, ChainKey, Line, line_hash

__all__ = ["BrokenChain", "verify_chains"]

PIECE = 5_000


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """Where a chain does not hold: its key, the place, and what is wrong there."""

    county: int
    institution_id: int
    seq: int
    wrong: str


async def verify_chains(session: AsyncSession) -> list[BrokenChain]:
    """Recompute every chain the caller may read and hold its end against its head."""
    broken = []
    heads = {(head.county, head.institution_id): head for head in await queries.heads(session)}
    for key in sorted(set(heads) | set(await queries.chains_with_entries(session))):
        end, digest, found = await _walk(session, key)
        head = heads.get(key)
        broken += found
        if not found and (head is None or (head.seq, head.hash) != (end, digest)):
            broken.append(
                BrokenChain(*key, end, "the chain's end is not its head: lines are missing or the head was changed")
            )
    return broken


async def _walk(session: AsyncSession, key: ChainKey) -> tuple[int, bytes, list[BrokenChain]]:
    seq, digest = 0, GENESIS
    while piece := await queries.entries_of_chain(session, key, after=seq, limit=PIECE):
        for entry in piece:
            if entry.seq != seq + 1:
                return seq, digest, [BrokenChain(*key, seq + 1, "a line is missing")]
            if entry.previous != digest or line_hash(digest, _line_of(entry)) != entry.hash:
                return seq, digest, [BrokenChain(*key, entry.seq, "the line is not what was written")]
            seq, digest = entry.seq, entry.hash
        session.expunge_all()
    return seq, digest, []


def _line_of(entry: AuditEntry) -> Line:
    return Line(
        county=entry.county, institution_id=entry.institution_id, seq=entry.seq, at=entry.at, action=entry.action,
        user_id=entry.user_id, sign_in_id=entry.sign_in_id, actor=entry.actor, subject_kind=entry.subject_kind,
        subject_id=entry.subject_id, details=entry.details, request_id=entry.request_id,
        tap_id=str(entry.tap_id) if entry.tap_id else None,
    )  # fmt: skip
