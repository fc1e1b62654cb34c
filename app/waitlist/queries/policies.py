"""The rules of a county on a day, as they were known at an instant; and which homes are in 轮候."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.core.scope import Scope, within
from app.institutions.models import Institution
from app.waitlist.errors import PolicyNotFound, SwitchNotFound
from app.waitlist.models import WaitlistPolicy, WaitlistSwitch
from app.waitlist.presets import DEFAULT
from app.waitlist.rules.policy import Policy, policy_from

__all__ = [
    "PolicyLine", "SwitchLine", "get_policy", "get_switch", "is_switched_on", "last_policy_no", "listed_days",
    "live_policies", "lock_rules", "policies_of", "policy_numbered", "policy_on", "policy_row", "switch_on_day", "switched_homes", "switches_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A policy of a county as its page lists it, with who published it."""

    row: WaitlistPolicy
    policy: Policy
    published_by: str


@dataclass(frozen=True, slots=True)
class SwitchLine:
    """A decision to give beds out by the list, with the home's name (None: the whole county)."""

    row: WaitlistSwitch
    home_name: str | None
    recorded_by: str


def _opened(row: WaitlistPolicy) -> Policy:
    return policy_from(
        row.rules, id=row.id, no=row.no, title=row.title, source=row.source, from_on=row.from_on, to_on=row.to_on,
        document_no=row.document_no, source_unverified=row.unverified,
    )  # fmt: skip


async def policy_row(
    session: AsyncSession, county: int, day: date, *, at: datetime | None = None
) -> WaitlistPolicy | None:
    """Give the policy whose rules held on a day, as far as they were published by the instant.

    One follows the other: of those begun by the day the newest speaks. So a later one changes no earlier day.
    """
    one = WaitlistPolicy
    wanted = select(one).where(one.county == county, one.from_on <= day)
    if at is None:
        wanted = wanted.where(one.voided_at.is_(None))
    else:
        wanted = wanted.where(one.published_at <= at, or_(one.voided_at.is_(None), one.voided_at > at))
    found: WaitlistPolicy | None = await session.scalar(wanted.order_by(one.from_on.desc(), one.no.desc()).limit(1))
    return found


async def policy_on(session: AsyncSession, county: int, day: date, *, at: datetime | None = None) -> Policy:
    """Give the rules of a county on a day: the published ones, else the system's default."""
    row = await policy_row(session, county, day, at=at)
    return DEFAULT if row is None else _opened(row)


async def policy_numbered(session: AsyncSession, county: int, no: int) -> Policy:
    """Give a published policy by its number, 0 is the system's default."""
    if no == 0:
        return DEFAULT
    row = await session.scalar(select(WaitlistPolicy).where(WaitlistPolicy.county == county, WaitlistPolicy.no == no))
    if row is None:
        raise PolicyNotFound
    return _opened(row)


async def get_policy(session: AsyncSession, scope: Scope, policy_id: int) -> WaitlistPolicy:
    """Give one published policy of a county that lies whole inside the scope."""
    wanted = select(WaitlistPolicy).where(WaitlistPolicy.id == policy_id, within(WaitlistPolicy, scope))
    found: WaitlistPolicy | None = await session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise PolicyNotFound
    return found


async def policies_of(session: AsyncSession, county: int) -> list[PolicyLine]:
    """List every policy a county has published, newest first; voided ones too, they say so."""
    one = WaitlistPolicy
    rows = select(one, User.name).outerjoin(User, User.id == one.published_by).where(one.county == county)
    return [
        PolicyLine(row, _opened(row), name or "") for row, name in await session.execute(rows.order_by(one.no.desc()))
    ]


async def live_policies(session: AsyncSession, county: int) -> list[WaitlistPolicy]:
    """List the policies that stand, in the order of their days, locked for whoever publishes another."""
    one = WaitlistPolicy
    rows = select(one).where(one.county == county, one.voided_at.is_(None)).order_by(one.from_on, one.no)
    return list(await session.scalars(rows.with_for_update(key_share=True).execution_options(populate_existing=True)))


async def lock_rules(session: AsyncSession, county: int) -> None:
    """Let one at a time publish rules in a county: there may be no row yet to lock."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("waitlist_policies"), county)))


async def last_policy_no(session: AsyncSession, county: int) -> int:
    """Give the highest number published so far, 0 where there is none."""
    one = WaitlistPolicy
    rows = select(one.no).where(one.county == county).order_by(one.no.desc()).limit(1)
    return await session.scalar(rows) or 0


async def is_switched_on(session: AsyncSession, county: int, institution_id: int, day: date) -> bool:
    """Whether the home gives its beds out by the list on a day: by its own decision, or the county's."""
    return await switch_on_day(session, county, institution_id, day) is not None


_day = bindparam("day", type_=Date())
SWITCH = (
    select(WaitlistSwitch)
    .where(WaitlistSwitch.county == bindparam("county"), WaitlistSwitch.voided_at.is_(None))
    .where(WaitlistSwitch.from_on <= _day, WaitlistSwitch.to_on > _day)
    .where(or_(WaitlistSwitch.institution_id == bindparam("home"), WaitlistSwitch.institution_id.is_(None)))
    .order_by(WaitlistSwitch.institution_id.nulls_last())
    .limit(1)
)


async def switch_on_day(session: AsyncSession, county: int, institution_id: int, day: date) -> WaitlistSwitch | None:
    """Give the decision by which the home is in 轮候 on a day; its own stands before the county's."""
    found: WaitlistSwitch | None = await session.scalar(SWITCH, {"county": county, "home": institution_id, "day": day})
    return found


def _holds(day: date) -> ColumnElement[bool]:
    one = WaitlistSwitch
    return one.voided_at.is_(None) & (one.from_on <= day) & (one.to_on > day)


def _covers(institution_id: int) -> ColumnElement[bool]:
    return or_(WaitlistSwitch.institution_id == institution_id, WaitlistSwitch.institution_id.is_(None))


async def listed_days(session: AsyncSession, county: int, institution_id: int) -> tuple[tuple[date, date], ...]:
    """Give the days `[from_on, to_on)` on which the home gives its beds out by the list."""
    one = WaitlistSwitch
    rows = select(one.from_on, one.to_on).where(
        one.county == county, one.voided_at.is_(None), one.to_on > one.from_on, _covers(institution_id)
    )
    return tuple((from_on, to_on) for from_on, to_on in await session.execute(rows.order_by(one.from_on)))


async def switched_homes(session: AsyncSession, scope: Scope, county: int, day: date) -> list[int]:
    """List the open homes of the scope that are in 轮候 on a day, by id."""
    one = WaitlistSwitch
    on = select(one.id).where(
        one.county == county, _holds(day), or_(one.institution_id == Institution.id, one.institution_id.is_(None))
    )
    is_open = or_(Institution.closed_on.is_(None), Institution.closed_on > day)
    rows = select(Institution.id).where(within(Institution, scope, home="id"), Institution.county == county, is_open)
    return list(await session.scalars(rows.where(on.exists()).order_by(Institution.id)))


async def get_switch(session: AsyncSession, scope: Scope, switch_id: int) -> WaitlistSwitch:
    """Give one decision of a county the caller rules over."""
    wanted = select(WaitlistSwitch).where(WaitlistSwitch.id == switch_id, within(WaitlistSwitch, scope))
    found: WaitlistSwitch | None = await session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise SwitchNotFound
    return found


async def switches_of(session: AsyncSession, county: int) -> list[SwitchLine]:
    """List the standing decisions of a county, newest first, as far as the caller may see them."""
    one = WaitlistSwitch
    rows = (
        select(one, Institution.name, User.name)
        .outerjoin(Institution, (Institution.county == one.county) & (Institution.id == one.institution_id))
        .outerjoin(User, User.id == one.recorded_by)
        .where(one.county == county, one.voided_at.is_(None))
        .order_by(one.from_on.desc(), one.id.desc())
    )
    return [SwitchLine(row, home, name or "") for row, home, name in await session.execute(rows)]
