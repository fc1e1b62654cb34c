"""What the tests of the door share."""

from typing import Any

from app.accounts.system import acting_as_system
from app.core.db import transaction
from app.core.uuid7 import uuid7
from tests.factories.accounts import PASSWORD
from tests.support.people import Client

__all__ = ["cookie_of", "first_of", "scalar", "sign_in", "tap", "with_token"]


async def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    """Post the form of the door."""
    return await client.post("/sign-in", data={"username": username, "password": password, **more})


def cookie_of(answer: Any, name: str) -> str:
    """Give the Set-Cookie line of one cookie."""
    lines = [line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}=")]
    return lines[-1] if lines else ""


async def with_token(client: Client, token: str) -> Any:
    """Ask for a page with this very token, whatever the browser has."""
    client.cookies.clear()
    return await client.get("/account", headers={"Cookie": f"s={token}"})


async def scalar(statement: Any) -> Any:
    """Ask the database, as the system."""
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        return (await session.execute(statement)).scalar_one()


async def first_of(statement: Any) -> Any:
    """Give the first row's entity, or None."""
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        return (await session.execute(statement)).scalars().first()


def tap() -> dict[str, str]:
    """Draw the mark of one act, as the page does."""
    return {"tap_id": str(uuid7())}
