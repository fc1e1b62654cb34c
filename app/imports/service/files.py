"""Rows of people's files as a ledger says them: sealed, indexed and read like those that are typed one by one."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.base import Base
from app.core.crypto import Sealer
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.imports.rules.residents.rows import ContactSaid, NoteSaid, ResidentRow
from app.residents.models import Contact, Elder, ElderCategory, ElderPaper, HealthNote
from app.residents.rules.kinds import Category, PaperKind, Relation
from app.residents.rules.readings import name_sort, readings

__all__ = ["SEALED", "Desk", "desk_of"]

SEALED = ("phone", "address", "notes")


@dataclass(slots=True)
class Desk:
    """What every row needs: the home, its keys and the city's, who writes, and from when things said hold.

    `made` collects the rows under the names by which undoing finds them.
    """

    home: Home
    keys: Sealer
    city: Sealer
    actor: Actor
    on: date
    made: dict[str, list[Any]] = field(default_factory=dict)
    _waiting: list[Base] = field(default_factory=list)

    def waiting(self) -> list[Base]:
        """Give the rows that hang on files and have not been written yet."""
        rows, self._waiting = self._waiting, []
        return rows

    def elder(self, row: ResidentRow, died_on: date | None) -> Elder:
        """A new file; it is kept by this home."""
        seal = uuid7()
        sealed = {
            name: self.keys.seal("elders", name, seal, text) if (text := getattr(row, name)) else None
            for name in SEALED
        }
        return Elder(
            **self.home.keys, seal=seal, name=row.name, name_sort=name_sort(row.name), readings=readings(row.name),
            sex=row.sex, born_on=row.born_on, birth_precision=row.precision, died_on=died_on, ethnicity=row.ethnicity,
            hukou_region=row.hukou_region, hukou_kind=row.hukou_kind, no_id_reason=row.no_id_reason,
            recorded_by=self.actor.user_id, **sealed,
        )  # fmt: skip

    def hang_all(self, elder: Elder, row: ResidentRow) -> None:
        """Hang everything a row says around a person on their new file."""
        if row.paper and row.number:
            self.paper(elder.id, row.paper, row.number)
        for kind in row.categories:
            self.category(elder.id, kind, row.category_no, row.from_on)
        for place, one in enumerate(row.contacts):
            self.contact(elder.id, one, position=place)
        for note in row.health:
            self.note(elder.id, note, row.from_on)

    def paper(self, elder_id: int, kind: PaperKind, number: str) -> None:
        """A paper's number, sealed, with the indexes by which equal numbers meet."""
        seal, purpose = uuid7(), f"elder_papers.{kind.value}"
        paper = ElderPaper(
            county=self.home.county, elder_id=elder_id, seal=seal, kind=kind,
            number=self.keys.seal("elder_papers", "number", seal, number), number_bi=self.keys.blind(purpose, number),
            city_bi=self.city.blind(purpose, number), recorded_by=self.actor.user_id,
            last_four_bi=self.keys.blind("elder_papers.last_four", number[-4:]),
        )  # fmt: skip
        self._keep("paper_ids", paper)

    def category(self, elder_id: int, kind: Category, document_no: str, since: date | None) -> None:
        """A category a ledger says; nobody has seen its paper yet."""
        unverified = kind is not Category.SOCIAL
        number = document_no if unverified else ""
        row = ElderCategory(
            county=self.home.county, elder_id=elder_id, kind=kind, document_no=number, unverified=unverified,
            from_on=min(since or self.on, self.on), recorded_by=self.actor.user_id,
        )  # fmt: skip
        self._keep("category_ids", row)

    def contact(self, elder_id: int, one: ContactSaid, *, position: int) -> None:
        """Somebody to reach; the first one of a file is called in an emergency."""
        contact = Contact(
            county=self.home.county, elder_id=elder_id, seal=uuid7(), relation=one.relation or Relation.OTHER,
            emergency=position == 0, position=position, recorded_by=self.actor.user_id,
        )  # fmt: skip
        self.fill(contact, one)
        self._keep("contact_ids", contact)

    def fill(self, contact: Contact, one: ContactSaid) -> None:
        """Write what is said into a contact; a blank says nothing."""
        for name in ("name", "phone", "address"):
            if text := getattr(one, name):
                setattr(contact, name, self.keys.seal("contacts", name, contact.seal, text))
        if one.relation not in (None, Relation.OTHER):
            contact.relation = one.relation
        if one.guardian:
            contact.guardian, contact.guardian_basis = True, one.basis

    def note(self, elder_id: int, said: NoteSaid, since: date | None) -> None:
        """One thing about health, since the stay began as far as the ledger knows."""
        seal = uuid7()
        words = self.keys.seal("health_notes", "words", seal, said.words) if said.words else None
        note = HealthNote(
            county=self.home.county, elder_id=elder_id, seal=seal, kind=said.kind, code=said.code, words=words,
            from_on=min(since or self.on, self.on), recorded_by=self.actor.user_id,
        )  # fmt: skip
        self._keep("note_ids", note)

    def _keep(self, name: str, row: Base) -> None:
        self.made.setdefault(name, []).append(row)
        self._waiting.append(row)


async def desk_of(session: AsyncSession, home: Home, actor: Actor, on: date) -> Desk:
    """Sit down to write: the county's keys and the city's are drawn if nobody has needed them before."""
    return Desk(
        home, await sealer(session, home.county), await sealer(session, home.county // 100 * 100), actor, on
    )  # fmt: skip
