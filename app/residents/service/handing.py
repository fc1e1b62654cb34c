"""A file handed to another county 档案移交: copied under that county's keys; the old one stays where it was."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.crypto import Sealer
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.residents.models import Contact, Elder, ElderCategory, ElderHome, ElderName, ElderPaper, HealthNote
from app.residents.queries import handing as queries

__all__ = ["hand_file_over"]

_FILE = (
    "name", "name_sort", "readings", "name_note", "sex", "born_on", "birth_precision", "birthday_calendar",
    "lunar_month", "lunar_day", "lunar_leap", "ethnicity", "hukou_region", "hukou_kind", "no_id_reason",
)  # fmt: skip
_NAME = ("kind", "name", "readings")
_PAPER = ("kind", "expires_on")
_CATEGORY = ("kind", "from_on", "to_on", "document_no")
_CONTACT = ("relation", "emergency", "pays", "guardian", "guardian_basis", "position")
_HEALTH = ("kind", "code", "severity", "from_on", "to_on")


async def hand_file_over(session: AsyncSession, actor: Actor, elder: Elder, to: Home) -> Elder:
    """Give another county's home a file of its own, or the one the county already has of the same paper.

    Scans stay with the home that took them, so what rests on a scan alone comes over as 待核. The caller acts for
    both homes, has been authorized, and stands inside `refusing()`.
    """
    keys_from, keys_to = await sealer(session, elder.county), await sealer(session, to.county)
    city = await sealer(session, to.county // 100 * 100)
    papers = await queries.papers_to_hand(session, elder)
    numbers = [(paper, keys_from.open("elder_papers", "number", paper.seal, paper.number)) for paper in papers]
    if known := await _known(session, to, keys_to, numbers):
        if not await queries.sees(session, to, known):
            session.add(ElderHome(**to.keys, elder_id=known))
            await session.flush()
        return await queries.file_of(session, to.county, known)
    copy = Elder(**to.keys, seal=uuid7(), recorded_by=actor.user_id, **_taken(elder, _FILE))
    for column in ("phone", "address", "notes"):
        setattr(copy, column, _resealed("elders", column, keys_from, keys_to, elder, copy))
    session.add(copy)
    await session.flush()
    session.add(ElderHome(**to.keys, elder_id=copy.id))
    for paper, number in numbers:
        session.add(_paper(copy, paper, number, keys_to, city))
    await _belongings(session, elder, copy, keys_from, keys_to)
    await session.flush()
    audit.record(session, actor, "residents.handed_over", copy, papers=len(papers))
    return copy


async def _known(session: AsyncSession, to: Home, keys: Sealer, numbers: list[tuple[ElderPaper, str]]) -> int | None:
    """The file the county already has of one of these papers."""
    for paper, number in numbers:
        blind = keys.blind(f"elder_papers.{paper.kind.value}", number)
        if found := await queries.known_by_paper(session, to.county, paper.kind, blind):
            return found
    return None


def _taken(row: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: getattr(row, column) for column in columns}


def _resealed(table: str, column: str, old: Sealer, new: Sealer, row: Any, copy: Any) -> bytes | None:
    """Open a value with one county's key and seal it with the other's, for its new row."""
    sealed = getattr(row, column)
    return new.seal(table, column, copy.seal, old.open(table, column, row.seal, sealed)) if sealed else None


def _paper(copy: Elder, paper: ElderPaper, number: str, keys: Sealer, city: Sealer) -> ElderPaper:
    seal, purpose = uuid7(), f"elder_papers.{paper.kind.value}"
    return ElderPaper(
        county=copy.county, elder_id=copy.id, seal=seal, number=keys.seal("elder_papers", "number", seal, number),
        number_bi=keys.blind(purpose, number), city_bi=city.blind(purpose, number),
        last_four_bi=keys.blind("elder_papers.last_four", number[-4:]), **_taken(paper, _PAPER),
    )  # fmt: skip


async def _belongings(session: AsyncSession, elder: Elder, copy: Elder, old: Sealer, new: Sealer) -> None:
    """Copy what hangs on the file: names, categories, contacts and what is known of the health."""
    own = {"county": copy.county, "elder_id": copy.id}
    for name in await queries.of_file(session, ElderName, elder):
        session.add(ElderName(**own, **_taken(name, _NAME)))
    for category in await queries.of_file(session, ElderCategory, elder):
        unseen = category.unverified or not category.document_no
        session.add(ElderCategory(**own, unverified=unseen, **_taken(category, _CATEGORY)))
    for contact in await queries.of_file(session, Contact, elder):
        row = Contact(**own, seal=uuid7(), **_taken(contact, _CONTACT))
        session.add(_sealed(row, contact, "contacts", ("name", "phone", "address", "notes"), old, new))
    for note in await queries.of_file(session, HealthNote, elder):
        line = HealthNote(**own, seal=uuid7(), **_taken(note, _HEALTH))
        session.add(_sealed(line, note, "health_notes", ("words",), old, new))


def _sealed(copy: Any, row: Any, table: str, columns: tuple[str, ...], old: Sealer, new: Sealer) -> Any:
    for column in columns:
        setattr(copy, column, _resealed(table, column, old, new, row, copy))
    return copy
