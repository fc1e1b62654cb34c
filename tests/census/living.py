"""A home somebody lives in, and reading its pages."""

from dataclasses import dataclass
from datetime import date

from tests.factories.beds import HouseOfBeds
from tests.support.people import Client

__all__ = ["Lived", "text_of"]


@dataclass
class Lived:
    """A home of eight beds with two people, 王* in 302-1 and somebody away from 301-2."""

    house: HouseOfBeds
    today: date
    names: list[str]

    @property
    def path(self) -> str:
        return f"/institutions/{self.house.home.institution_id}/occupancy"


async def text_of(browser: Client, path: str, status: int = 200) -> str:
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text[:2000]
    return str(answer.text)
