"""A person as somebody types them in, and a director who may keep the file."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor, Grant
from app.residents import service
from app.residents.models import Elder
from app.residents.rules.drafts import ElderDraft, PaperDraft
from app.residents.rules.kinds import PaperKind
from tests.residents.cards import card_of

__all__ = ["BORN", "CARD", "DRAFT", "ID", "director", "draft", "opened"]

BORN = date(1941, 3, 1)
CARD = card_of(BORN)
ID = PaperDraft(PaperKind.ID_CARD, CARD)
DRAFT = ElderDraft(name="曾淑珍", papers=(ID,), phone="13812345678", address="赵化镇正街 1 号")
MAY = frozenset({"residents.see", "residents.edit", "beds.see"})


def director(home: Home) -> Actor:
    return Actor(None, 1, "王院长", (Grant("director", MAY, home.county, home.institution_id),))


def draft(**changes: Any) -> ElderDraft:
    given = {name: getattr(DRAFT, name) for name in ElderDraft.__slots__}
    return ElderDraft(**(given | changes))


async def opened(session: AsyncSession, home: Home, **changes: Any) -> Elder:
    return await service.open_file(session, director(home), home, draft(**changes))
