"""Browsers for people of each role, signed in through the database's own door."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import uuid4

from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import text

from app.accounts.models import RoleGrant, User
from app.accounts.service import issue_first_run_link
from app.accounts.system import SIGN_IN_PURPOSE, acting_as_system
from app.core.crypto import token_hash
from app.core.db import transaction
from app.core.keys import key_file
from tests.support.tenants import COUNTY

__all__ = [
    "HTMX", "Client", "ClientAs", "a_first_run_link", "a_user", "client_for", "clients_by_role", "open_sign_in_for", "send_form",
]  # fmt: skip

Client = AsyncClient
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
"""What htmx says of a request for a part of a page."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OF_A_HOME = {"director", "nurse", "caregiver", "kitchen"}


class Home(Protocol):
    """A home as the helpers need it."""

    county: int
    id: int


class ClientAs(Protocol):
    """Signs a new person in and gives their browser."""

    async def __call__(self, role: str, home: Home | None = None, *, region: int | None = None) -> Client:
        """Sign in a person with this role in a home, or in a region."""


@asynccontextmanager
async def client_for(app: Any, token: str | None = None) -> AsyncIterator[Client]:
    """Open a browser on the application; it says of its requests what a real one says."""
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://test"}
    cookies = {"s": token} if token else {}
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test", headers=headers, cookies=cookies) as browser:
        yield browser


@asynccontextmanager
async def clients_by_role(app: Any) -> AsyncIterator[ClientAs]:
    """Sign people in as the test asks for them."""
    async with AsyncExitStack() as open_browsers:

        async def sign_in(role: str, home: Home | None = None, *, region: int | None = None) -> Client:
            user = await a_user(role, home, region=region)
            return await open_browsers.enter_async_context(client_for(app, await open_sign_in_for(user.id)))

        yield sign_in


async def send_form(
    browser: Client, address: str, *, headers: dict[str, str] | None = None, said: Mapping[str, Any]
) -> Any:
    """Send a form as a browser does, with a new tap: several values under one name stand one after the other."""
    body = urlencode({"tap_id": str(uuid4())} | dict(said), doseq=True)
    return await browser.post(address, content=body, headers=FORM | (headers or {}))


async def a_first_run_link() -> str:
    """The link that opens an empty system."""
    async with transaction() as session:
        token = await issue_first_run_link(session)
    assert token is not None
    return token


async def a_user(role: str, home: Home | None = None, *, region: int | None = None, name: str = "王院长") -> User:
    """Make a user with one role, from long ago and without end."""
    where = region if region is not None else (home.county if home else COUNTY)
    async with acting_as_system("测试账号", regions=[0]), transaction() as session:
        user = User(username=f"{role}-{secrets.token_hex(4)}", name=name)
        session.add(user)
        await session.flush()
        home_id = home.id if home is not None and role in OF_A_HOME else None
        session.add(
            RoleGrant(user_id=user.id, role=role, region=where, institution_id=home_id, from_on=date(2000, 1, 1))
        )
    return user


async def open_sign_in_for(user_id: int) -> str:
    """Open a sign-in and give its token."""
    token = secrets.token_urlsafe(32)
    values = {"secret": key_file().secret(SIGN_IN_PURPOSE), "who": user_id, "token": token_hash(token)}
    async with transaction(pool="side") as session:
        await session.execute(text("SELECT open_sign_in(:secret, :who, :token, 'test', 1800, 43200)"), values)
    return token
