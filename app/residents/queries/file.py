"""A person's file, opened for a page: what is sealed is read, and what must not be seen whole is masked at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sealer
from app.core.identity import mask_id, mask_phone
from app.core.keys import sealer
from app.core.scope import Scope
from app.residents.models import Contact, Elder, ElderCategory, ElderName, ElderPaper, HealthNote
from app.residents.queries import around
from app.residents.queries.health import health_of
from app.residents.rules.health_codes import code_label
from app.residents.rules.kinds import HealthKind, PaperKind, Severity

__all__ = ["ContactLine", "File", "HealthLine", "PaperLine", "file_of", "open_contact", "open_health"]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper; `number` is masked unless the whole was asked for."""

    id: int
    kind: PaperKind
    number: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody to reach; `phone` is masked unless the whole was asked for."""

    row: Contact
    name: str
    phone: str
    address: str
    notes: str


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One note on health in words."""

    row: HealthNote
    words: str

    @property
    def label(self) -> str:
        """The known word, where a code stands for it."""
        return code_label(self.row.kind, self.row.code) if self.row.code else ""

    @property
    def said(self) -> str:
        """The known word, the free words, or both."""
        label = self.label
        return f"{label}（{self.words}）" if label and self.words else label or self.words

    @property
    def grave(self) -> bool:
        """Whether it is a severe allergy or a high risk."""
        return self.row.severity is Severity.SEVERE

    def on(self, day: date) -> bool:
        """Whether it holds on the day."""
        return self.row.from_on <= day < self.row.to_on


@dataclass(slots=True)
class File:
    """Everything of one person that a page may show."""

    elder: Elder
    papers: list[PaperLine]
    categories: list[ElderCategory]
    health: list[HealthLine]
    phone: str = ""
    address: str = ""
    notes: str = ""
    contacts: list[ContactLine] = field(default_factory=list)
    names: list[ElderName] = field(default_factory=list)
    relations: list[around.RelationLine] = field(default_factory=list)
    merges: list[around.MergeLine] = field(default_factory=list)

    def of_kind(self, kind: HealthKind, day: date) -> list[HealthLine]:
        """The notes of one kind that hold on the day, the grave ones first."""
        found = [line for line in self.health if line.row.kind is kind and line.on(day)]
        return sorted(found, key=lambda line: not line.grave)

    def categories_on(self, day: date) -> list[ElderCategory]:
        """The categories of the day, the one that stands for the person first."""
        found = [row for row in self.categories if row.from_on <= day < row.to_on]
        return sorted(found, key=lambda row: row.kind.rank)

    @property
    def card(self) -> PaperLine | None:
        """The identity card, else the first paper there is."""
        return next(iter(self.papers), None)


async def file_of(
    session: AsyncSession, scope: Scope, elder: Elder, *, parts: Iterable[str] = (), whole: bool = False
) -> File:
    """Open the head of a file and the asked `parts` (contacts, names, relations, merges); `whole` shows numbers."""
    papers, health = await _papers(session, scope, elder.id), await health_of(session, scope, elder.id)
    contacts = await around.contacts_of(session, scope, elder.id) if "contacts" in parts else ()
    # A page must not draw keys: they are asked for only where something has been sealed with them.
    keys = await sealer(session, elder.county) if _is_sealed(elder, papers, health, contacts) else None
    file = File(
        elder,
        [_paper(keys, row, whole) for row in papers if keys],
        list(await around.categories_of(session, scope, elder.id)),
        [open_health(keys, row) for row in health],
        contacts=[open_contact(keys, row, whole=whole) for row in contacts if keys],
    )
    phone = _open(keys, "elders", "phone", elder)
    file.phone = phone if whole else mask_phone(phone)
    file.address, file.notes = _open(keys, "elders", "address", elder), _open(keys, "elders", "notes", elder)
    if "names" in parts:
        file.names = list(await around.names_of(session, scope, elder.id))
    if "relations" in parts:
        file.relations = await around.relations_of(session, scope, elder.id)
    if "merges" in parts:
        file.merges = await around.merges_of(session, scope, elder.id)
    return file


async def _papers(session: AsyncSession, scope: Scope, elder_id: int) -> Sequence[ElderPaper]:
    first = case({kind.value: place for place, kind in enumerate(PaperKind)}, value=ElderPaper.kind)
    rows = select(ElderPaper).where(around.of_elder(ElderPaper, scope, elder_id)).order_by(first, ElderPaper.id)
    return (await session.scalars(rows)).all()


def _is_sealed(
    elder: Elder, papers: Sequence[ElderPaper], health: Sequence[HealthNote], contacts: Sequence[Contact]
) -> bool:
    own = any((elder.phone, elder.address, elder.notes))
    return own or bool(papers) or bool(contacts) or any(note.words for note in health)


def _paper(keys: Sealer, row: ElderPaper, whole: bool) -> PaperLine:
    number = keys.open("elder_papers", "number", row.seal, row.number)
    return PaperLine(row.id, row.kind, number if whole else mask_id(number), row.expires_on)


def open_contact(keys: Sealer, row: Contact, *, whole: bool = False) -> ContactLine:
    """Read one contact."""
    name, phone, address, notes = (_open(keys, "contacts", at, row) for at in ("name", "phone", "address", "notes"))
    return ContactLine(row, name, phone if whole else mask_phone(phone), address, notes)


def open_health(keys: Sealer | None, row: HealthNote) -> HealthLine:
    """Read one note on health."""
    return HealthLine(row, _open(keys, "health_notes", "words", row))


def _open(keys: Sealer | None, table: str, column: str, row: Any) -> str:
    sealed = getattr(row, column)
    return keys.open(table, column, row.seal, sealed) if keys and sealed else ""
