"""The people of the demo who may sign in: one for each role, and a director for every home who may not."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import RoleGrant, User
from app.accounts.passwords import hash_secret
from app.accounts.queries import sign_ins
from app.accounts.rules import Role
from app.accounts.service.tries import process_secret
from app.audit import service as audit
from app.beds.rules.kinds import Sex
from app.core.actor import Actor, authorize
from app.core.i18n import N_
from app.core.marks import is_demo
from app.demo import queries
from app.demo.errors import NotADemo
from app.demo.rules.homes import CITY, SHOWPIECE
from app.demo.rules.names import person_name
from app.demo.rules.story import HomeStory
from app.demo.rules.town import Town
from app.regions.rules import place_of

__all__ = [
    "DEMO_ACCOUNTS",
    "SHOW_COUNTY",
    "DemoAccount",
    "demo_password",
    "director_id",
    "officer_of",
    "open_the_doors",
    "write_accounts",
    "write_directors",
]

MANAGE = "accounts.manage"
SHOW_COUNTY = 510322


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account that may be tried; a home's account belongs to the showpiece."""

    username: str
    role: Role
    region: int
    place: str
    in_home: bool = False


DEMO_ACCOUNTS = (
    DemoAccount("yuanzhang", Role.DIRECTOR, SHOW_COUNTY, N_("赵化区域性养老服务中心"), in_home=True),
    DemoAccount("hushi", Role.NURSE, SHOW_COUNTY, N_("赵化区域性养老服务中心"), in_home=True),
    DemoAccount("huliyuan", Role.CAREGIVER, SHOW_COUNTY, N_("赵化区域性养老服务中心"), in_home=True),
    DemoAccount("chufang", Role.KITCHEN, SHOW_COUNTY, N_("赵化区域性养老服务中心"), in_home=True),
    DemoAccount("jingban", Role.CASE_OFFICER, SHOW_COUNTY, N_("富顺县")),
    DemoAccount("zhiguan", Role.NETWORK_MANAGER, SHOW_COUNTY, N_("富顺县")),
    DemoAccount("tongji", Role.STATISTICS_CLERK, SHOW_COUNTY, N_("富顺县")),
    DemoAccount("shiju", Role.CITY_BUREAU, CITY, N_("自贡市")),
    DemoAccount("guanliyuan", Role.ADMINISTRATOR, 0, N_("全部")),
)


async def write_directors(session: AsyncSession, actor: Actor, town: Town) -> None:
    """Write a director for every home and an officer for the county; their names stand beside what was done."""
    authorize(actor, MANAGE, place_of(town.county))
    names = [f"{home.plan.code.lower()}-yz" for home in town.homes] + [f"jb{town.county}"]
    ids = await _users(session, town, names)
    grants = [
        _grant(ids[name][0], Role.DIRECTOR, town.county, home, town.first)
        for name, home in zip(names, town.homes, strict=False)
    ]
    grants.append(_grant(ids[names[-1]][0], Role.CASE_OFFICER, town.county, None, town.first))
    await queries.insert_rows(session, RoleGrant, grants)
    for name, home in zip(names, town.homes, strict=False):
        home.director_id, home.director = ids[name]


async def officer_of(session: AsyncSession, county: int) -> tuple[int, str]:
    """Give the county's officer who approves transfers."""
    return (await queries.people_of(session, [f"jb{county}"]))[f"jb{county}"]


async def write_accounts(session: AsyncSession, actor: Actor, town: Town) -> None:
    """Write the accounts that may be tried; nobody can sign in before a password is set."""
    authorize(actor, MANAGE, place_of(town.county))
    home = next(home for home in town.homes if home.plan.code == SHOWPIECE)
    ids = await _users(session, town, [account.username for account in DEMO_ACCOUNTS])
    grants = [
        _grant(ids[account.username][0], account.role, account.region, home if account.in_home else None, town.first)
        for account in DEMO_ACCOUNTS
    ]
    await queries.insert_rows(session, RoleGrant, grants)
    audit.record(session, actor, "demo.accounts_built", county=0, accounts=len(grants))


def demo_password() -> str:
    """Draw a password that meets both profiles."""
    return "Zg-" + secrets.token_hex(5)


async def director_id(session: AsyncSession) -> int | None:
    """Find the director of the showpiece, as whom a visitor looks around first."""
    return await queries.find_user_id(session, DEMO_ACCOUNTS[0].username)


async def open_the_doors(session: AsyncSession, actor: Actor, password: str) -> None:
    """Set one password for all accounts that may be tried."""
    authorize(actor, MANAGE, place_of(0))
    if not await is_demo(session):
        raise NotADemo
    people = await queries.people_of(session, [account.username for account in DEMO_ACCOUNTS])
    hashed = await hash_secret(password)
    for user_id, _name in people.values():
        await sign_ins.set_password(session, process_secret(), user_id, hashed, must_change=False)
    audit.record(session, actor, "demo.opened", county=0, accounts=len(people))


async def _users(session: AsyncSession, town: Town, usernames: Sequence[str]) -> dict[str, tuple[int, str]]:
    rows = [{"username": username, "name": _name(town, username)} for username in usernames]
    await queries.insert_rows(session, User, rows)
    return await queries.people_of(session, usernames)


def _name(town: Town, username: str) -> str:
    chance = town.chance.child("staff", username)
    return person_name(chance, Sex.FEMALE if chance.happens(0.6) else Sex.MALE, chance.between(1972, 1996))


def _grant(user_id: int, role: Role, region: int, home: HomeStory | None, since: date) -> dict[str, Any]:
    return {
        "user_id": user_id, "role": role.value, "region": region, "institution_id": home.id if home else None,
        "from_on": since,
    }  # fmt: skip
