"""Making an empty system usable: one act, one transaction, one winner."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import service as accounts
from app.accounts.errors import LinkSpent
from app.accounts.queries.first_run import get_first_run
from app.accounts.rules import Role
from app.accounts.service import Caller, Opened
from app.accounts.system import acting_as_system
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import acting_under, as_caller, close_work
from app.core.errors import DomainError
from app.demo import service as demo
from app.institutions import service as institutions
from app.institutions.models import Institution
from app.welcome.errors import DemoNotReady
from app.welcome.queries import began_this_demo

__all__ = [
    "DEMO_ACCOUNTS", "FirstHome", "FirstPerson", "begin", "begin_demo", "check_demo_link", "demo_progress", "demo_size",
    "enter_demo", "password_rule",
]  # fmt: skip

DEMO_ACCOUNTS = demo.DEMO_ACCOUNTS
demo_size = demo.size

EVERYWHERE = 0
FIELDS = {"code": "home_code", "name": "home_name"}
"""How the fields of a home are called on this page, where a person has a name too."""


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Who will administer the system."""

    username: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class FirstHome:
    """The first home and the county that holds it."""

    county: int
    code: str
    name: str
    uscc: str = ""


def password_rule() -> str:
    """Say what a password must be on this system."""
    return accounts.profile().label


async def begin(
    session: AsyncSession, caller: Caller, *, token: str, person: FirstPerson, home: FirstHome
) -> tuple[Opened, Institution]:
    """Make the first administrator and the first home, spend the link, and let the administrator in."""
    async with acting_as_system("首次设置", regions=[EVERYWHERE], seconds=60) as system, session.begin_nested():
        # Under a savepoint: a refused home must not leave its administrator behind when the page is drawn again.
        await as_caller(session, acting_under.get())
        user = await accounts.create_first_administrator(
            session, system, link_token=token, username=person.username, name=person.name,
            password=person.password, words=[home.name],
        )  # fmt: skip
        made = await _first_home(session, system, home)
        # The lines are chained while the system may still write in that county.
        await close_work(session)
    return await accounts.open_for(session, caller, user.id, [Role.ADMINISTRATOR]), made


async def begin_demo(session: AsyncSession, *, token: str) -> None:
    """Spend the link on a demo: the database is marked for good, and a job builds the city."""
    async with acting_as_system("首次设置", regions=[EVERYWHERE], seconds=60) as system, session.begin_nested():
        await as_caller(session, acting_under.get())
        link = await get_first_run(session, token, lock=True)
        await demo.begin_later(session, system)
        link.used_at = await now(session)
        await close_work(session)


async def enter_demo(session: AsyncSession, caller: Caller, *, token: str) -> tuple[Opened, str]:
    """Give the demo's accounts a password, and let the visitor in as the director of the showpiece."""
    await check_demo_link(session, token)
    password = demo.demo_password()
    async with acting_as_system("首次设置", regions=[EVERYWHERE], seconds=60) as system, session.begin_nested():
        await as_caller(session, acting_under.get())
        director = await demo.director_id(session)
        if director is None:
            raise DemoNotReady
        await demo.open_the_doors(session, system, password)
        await close_work(session)
    return await accounts.open_for(session, caller, director, [Role.DIRECTOR]), password


async def _first_home(session: AsyncSession, system: Actor, home: FirstHome) -> Institution:
    try:
        return await institutions.create_institution(
            session, system, county=home.county, code=home.code, name=home.name, uscc=home.uscc or None
        )
    except DomainError as refusal:
        refusal.field = FIELDS.get(refusal.field or "", refusal.field)
        raise


async def check_demo_link(session: AsyncSession, token: str) -> None:
    """Refuse, with LinkSpent, unless this link began the demo that this database is."""
    if not await began_this_demo(session, token):
        raise LinkSpent


async def demo_progress(session: AsyncSession) -> tuple[int, int]:
    """How many counties of the demo stand, and how many there will be."""
    return await demo.progress(session)
