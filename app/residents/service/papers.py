"""Papers of a person: sealed as they are kept, met by blind indexes, voided and never erased."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.crypto import Sealer
from app.core.db import refusing
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.residents.errors import AlreadyStored
from app.residents.models import Elder, ElderPaper
from app.residents.queries.elders import get_paper
from app.residents.rules.checks import refuse_differing
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.papers import CARDS, SoundPaper, sound_paper, temporary_number
from app.residents.service.editing import file_to_edit

__all__ = ["PAPER_REFUSALS", "add_paper", "keep_papers", "void_paper"]

PAPER_REFUSALS = {"uq_elder_papers_number": AlreadyStored}


async def add_paper(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, draft: PaperDraft, *, id_differs: bool = False
) -> ElderPaper:
    """Add a paper to a file. With a card, why there was none is no longer said; a temporary number stays beside it."""
    elder = await file_to_edit(session, actor, home, elder_id)
    paper = sound_paper(draft, await business_date(session))
    if paper.card and not id_differs:
        refuse_differing(paper.card, elder.sex, elder.born_on, elder.birth_precision)
    async with refusing(session, PAPER_REFUSALS):
        [kept] = await keep_papers(session, actor, elder, [paper])
        if paper.kind in CARDS:
            elder.no_id_reason = None
    audit.record(
        session, actor, "residents.paper_added", elder, institution_id=home.institution_id, paper=kept.id,
        paper_kind=kept.kind, expires_on=kept.expires_on, differs=id_differs,
    )  # fmt: skip
    return kept


async def void_paper(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, paper_id: int, *, reason: str
) -> ElderPaper:
    """Void a paper that was never this person's, or has been replaced; the row stays with the reason."""
    elder = await file_to_edit(session, actor, home, elder_id)
    paper = await get_paper(session, elder, paper_id)
    async with refusing(session):
        paper.void(actor.user_id, await now(session), reason.strip())
    audit.record(
        session, actor, "residents.paper_voided", elder, institution_id=home.institution_id, paper=paper.id,
        paper_kind=paper.kind, reason=reason.strip(),
    )  # fmt: skip
    return paper


async def keep_papers(
    session: AsyncSession, actor: Actor, elder: Elder, papers: Iterable[SoundPaper]
) -> list[ElderPaper]:
    """Seal and keep papers of a file. Stands inside `refusing(session, PAPER_REFUSALS)`; the caller leaves the line."""
    found = list(papers)
    if not found:
        return []
    keys = await sealer(session, elder.county)
    city = await sealer(session, elder.county // 100 * 100)
    kept = [_sealed(elder, paper, keys, city, actor) for paper in found]
    session.add_all(kept)
    await session.flush()
    return kept


def _sealed(elder: Elder, paper: SoundPaper, keys: Sealer, city: Sealer, actor: Actor) -> ElderPaper:
    seal, purpose = uuid7(), f"elder_papers.{paper.kind.value}"
    number = paper.number or temporary_number(elder.county, elder.id)
    return ElderPaper(
        county=elder.county,
        elder_id=elder.id,
        seal=seal,
        kind=paper.kind,
        number=keys.seal("elder_papers", "number", seal, number),
        number_bi=keys.blind(purpose, number),
        city_bi=city.blind(purpose, number),
        last_four_bi=keys.blind("elder_papers.last_four", number[-4:]),
        expires_on=paper.expires_on,
        recorded_by=actor.user_id,
    )
