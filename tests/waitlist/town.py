"""A home with somebody on its list, on transactions that commit: opening a file leaves a look on a connection of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from app.core.db import close_work, transaction
from app.core.postgres.urls import Urls
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.factories.waitlist import an_entry
from tests.support.people import Client, a_user, client_for, open_sign_in_for, send_form
from tests.support.tenants import acting_everywhere
from tests.support.town import committing

__all__ = ["WaitDesk", "a_town_that_waits"]


@dataclass(slots=True)
class WaitDesk:
    """A home, the applications in it by name, and browsers of those who work with them."""

    app: Any
    stack: AsyncExitStack
    house: HouseOfBeds
    entries: dict[str, int] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)

    async def as_(self, role: str) -> Client:
        """The browser of somebody with this role here, always the same person."""
        if role not in self.browsers:
            user = await a_user(role, self.house.institution, name=f"{role}甲")
            browser = client_for(self.app, await open_sign_in_for(user.id))
            self.browsers[role] = await self.stack.enter_async_context(browser)
        return self.browsers[role]

    async def get(self, role: str, path: str) -> Any:
        return await (await self.as_(role)).get(path)

    async def post(self, role: str, path: str, **said: Any) -> Any:
        return await send_form(await self.as_(role), path, said=said)

    def of(self, name: str, way: str = "") -> str:
        """The address of an application, or of something under it."""
        return f"/waitlist/{self.entries[name]}{way}"


@asynccontextmanager
async def a_town_that_waits(app: Any, urls: Urls, *people: tuple[str, dict[str, Any]]) -> AsyncIterator[WaitDesk]:
    """Let these people stand on the list of a home, and sweep everything away at the end."""
    async with committing(urls), AsyncExitStack() as stack:
        async with acting_everywhere(), transaction() as session:
            house = await a_house(session)
            desk = WaitDesk(app, stack, house)
            for name, facts in people:
                elder = await an_elder(session, house.home, name=name)
                desk.entries[name] = (await an_entry(session, house.home, elder=elder, **facts)).id
            await close_work(session)
        yield desk
