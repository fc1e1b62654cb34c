"""A director at the desk of one home, who sends forms as a browser does."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories.beds import HouseOfBeds
from tests.support.people import Client, send_form

__all__ = ["Desk"]


class Desk:
    """A director at the desk of one home."""

    def __init__(self, session: AsyncSession, house: HouseOfBeds, browser: Client) -> None:
        self.session, self.house, self.browser = session, house, browser
        self.root = f"/institutions/{house.home.institution_id}"

    async def post(self, path: str, *, headers: dict[str, str] | None = None, **said: Any) -> Any:
        """Send a form as a browser does."""
        return await send_form(self.browser, f"{self.root}/{path}", headers=headers, said=said)

    async def get(self, path: str, **headers: str) -> Any:
        return await self.browser.get(f"{self.root}/{path}", headers=headers)

    async def count(self, model: Any) -> int:
        mine = select(func.count()).where(model.institution_id == self.house.home.institution_id)
        return await self.session.scalar(mine) or 0
