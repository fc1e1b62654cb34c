"""Keeping the calendar of working days: one for everybody, changed by the bureau when the yearly notice comes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.db import refusing
from app.core.errors import NotAllowed
from app.core.i18n import _
from app.offers.errors import OfferRefused
from app.offers.queries import calendar as queries

__all__ = ["DayDraft", "drop_day", "set_day"]

RULE = "waitlist.rule"


@dataclass(frozen=True, slots=True)
class DayDraft:
    """One day that is not as its weekday."""

    day: date
    works: bool
    name: str
    source: str = ""
    unverified: bool = True


async def set_day(session: AsyncSession, actor: Actor, draft: DayDraft) -> None:
    """Say that a day rests or works although its weekday says otherwise. Clocks that already run keep their last day."""
    _authorize(actor)
    if draft.works == (draft.day.weekday() < 5):
        raise OfferRefused(_("这一天平常就是这样，不用写进日历。改回平常请用「恢复平常」"), field="day")
    async with refusing(session):
        await queries.keep_day(
            session, draft.day, works=draft.works, name=draft.name.strip(), source=draft.source.strip(),
            unverified=draft.unverified,
        )  # fmt: skip
    audit.record(session, actor, "offers.day_changed", kind="working_days", day=draft.day, works=draft.works)


async def drop_day(session: AsyncSession, actor: Actor, day: date) -> None:
    """Let a day be as its weekday again."""
    _authorize(actor)
    if not await queries.drop_day(session, day):
        raise OfferRefused(_("这一天不在日历里，已经和平常一样"))
    audit.record(session, actor, "offers.day_dropped", kind="working_days", day=day)


def _authorize(actor: Actor) -> None:
    if not actor.may(RULE):
        raise NotAllowed(_("日历由县级经办维护，请联系县局"))
