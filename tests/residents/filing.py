"""Somebody with one person's file open, who sends forms as a browser does.

Opening a file leaves a look on a connection of its own, so these pages are tested on transactions that commit.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AccessEntry
from app.core.db import transaction
from app.core.postgres.urls import Urls
from app.residents.rules.around import CategoryDraft, ContactDraft, HealthDraft
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.kinds import (
    Category,
    GuardianBasis,
    HealthKind,
    NameKind,
    PaperKind,
    Relation,
    RelationKind,
    Severity,
)
from app.residents.service import add_name, add_paper, categories, contacts, health, relations
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.residents.cards import card_of
from tests.support.people import Client, a_user, client_for, open_sign_in_for, send_form
from tests.support.tenants import acting_everywhere
from tests.support.town import committed, committing

__all__ = ["CARD", "START", "FileDesk", "a_town_with_a_file"]

CARD = card_of(date(1941, 3, 1), order=7)
START = date(2026, 1, 1)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(slots=True)
class FileDesk:
    """A file with something of everything in it, and a browser of somebody who came to open it."""

    app: Any
    stack: AsyncExitStack
    house: HouseOfBeds
    elder_id: int
    browser: Client

    @property
    def root(self) -> str:
        """The file's own address."""
        return f"/institutions/{self.house.home.institution_id}/elders/{self.elder_id}"

    async def sign_in(self, role: str, home: Any = None) -> None:
        """Let somebody else sit down."""
        user = await a_user(role, home or self.house.institution)
        self.browser = await self.stack.enter_async_context(client_for(self.app, await open_sign_in_for(user.id)))

    async def post(self, path: str, *, headers: dict[str, str] | None = None, **said: Any) -> Any:
        """Send a form as a browser does."""
        return await send_form(self.browser, f"{self.root}/{path}", headers=headers, said=said)

    async def ask(self, path: str, reason: str, **headers: str) -> Any:
        """Send a reason, which needs no tap."""
        body = urlencode({"reason": reason})
        return await self.browser.post(f"{self.root}/{path}", content=body, headers=FORM | headers)

    async def get(self, path: str = "", **headers: str) -> Any:
        """Open a page of the file."""
        return await self.browser.get(self.root + path, headers=headers)

    async def all(self, rows: Select[Any]) -> list[Any]:
        """Read what has been committed."""
        return await committed(rows)

    async def looks(self) -> list[Any]:
        """The looks at people, in their order."""
        return await self.all(select(AccessEntry).where(AccessEntry.subject_kind == "elders").order_by(AccessEntry.id))


@asynccontextmanager
async def a_town_with_a_file(app: Any, urls: Urls, role: str = "director") -> AsyncIterator[FileDesk]:
    """Fill a file in a home of its own, sign somebody in there, and sweep everything away at the end."""
    async with committing(urls), AsyncExitStack() as stack:
        async with acting_everywhere(), transaction() as session:
            house = await a_house(session)
            elder = await an_elder(session, house.home, name="王秀英")
            await fill(session, house, elder.id)
        desk = FileDesk(app, stack, house, elder.id, None)  # type: ignore[arg-type]
        await desk.sign_in(role)
        yield desk


async def fill(session: AsyncSession, house: HouseOfBeds, elder_id: int) -> None:
    """Put something of everything into a file."""
    async with acting_everywhere() as actor:
        args = (session, actor, house.home, elder_id)
        await add_paper(*args, PaperDraft(PaperKind.ID_CARD, CARD))
        daughter = ContactDraft(Relation.DAUGHTER, "陈敏", phone="13812342716", guardian_basis=GuardianBasis.LEGAL)
        await contacts.add_contact(*args, daughter)
        await health.note_health(
            *args, HealthDraft(HealthKind.ALLERGY, START, severity=Severity.SEVERE, words="青霉素")
        )
        await health.note_health(*args, HealthDraft(HealthKind.RISK, START, code="fall", severity=Severity.SEVERE))
        await health.note_health(*args, HealthDraft(HealthKind.DIET, START, code="soft"))
        draft = CategoryDraft(Category.EXTREME_POVERTY, START, document_no="自民特〔2026〕9 号")
        await categories.add_category(*args, draft)
        await add_name(*args, kind=NameKind.FORMER, name="王二妹")
        husband = await an_elder(session, house.home, name="周光荣")
        await relations.relate(*args, husband.id, kind=RelationKind.SPOUSE)
