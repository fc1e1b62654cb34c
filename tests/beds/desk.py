"""A director at the desk of one home, who sends forms as a browser does."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories.beds import HouseOfBeds
from tests.support.people import Client

__all__ = ["Desk"]


class Desk:
    """A director at the desk of one home."""

    def __init__(self, session: AsyncSession, house: HouseOfBeds, browser: Client) -> None:
        self.session, self.house, self.browser = session, house, browser
        self.root = f"/institutions/{house.home.institution_id}"

    async def post(self, path: str, *, headers: dict[str, str] | None = None, **said: Any) -> Any:
        """Send a form as a browser does: several values under one name stand one after the other."""
        body = urlencode({"tap_id": str(uuid4())} | said, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.browser.post(f"{self.root}/{path}", content=body, headers=kind | (headers or {}))

    async def get(self, path: str, **headers: str) -> Any:
        return await self.browser.get(f"{self.root}/{path}", headers=headers)

    async def count(self, model: Any) -> int:
        mine = select(func.count()).where(model.institution_id == self.house.home.institution_id)
        return await self.session.scalar(mine) or 0
