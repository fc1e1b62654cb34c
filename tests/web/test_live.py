"""The stream of a home is opened to those who may see it; a refusal has its status before any line is sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import close_work
from tests.factories.institutions import an_institution
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY


async def test_another_homes_stream_is_not_there(session: AsyncSession, client_as: ClientAs) -> None:
    own, other = await an_institution(session), await an_institution(session)
    await close_work(session)
    director = await client_as("director", own)
    answer = await director.get(f"/events?county={COUNTY}&home={other.id}")
    assert answer.status_code == 404


async def test_nobody_signed_in_is_sent_to_the_door(client: Client) -> None:
    answer = await client.get(f"/events?county={COUNTY}&home=1")
    assert answer.status_code == 303
