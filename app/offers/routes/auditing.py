"""What the case officer's pages of offers show, gathered over every home of the county."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries import names_on
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.i18n import N_, _
from app.core.identity import mask_name
from app.core.scope import Scope
from app.institutions.queries import HomeLine, homes_in
from app.offers.queries import audit as queries
from app.offers.queries.calendar import working_calendar
from app.offers.queries.offers import waiting_skips
from app.offers.queries.spots import shares_of
from app.offers.queries.watching import spot_checks_in
from app.offers.rules.kinds import SkipVerdict
from app.waitlist.queries import lines_of, policy_on, switch_on_day, switched_homes

__all__ = ["PARTS", "audit_facts", "skip_facts"]

PAST_DAYS = 90
PARTS = {
    "stays": N_("入住对通知"),
    "free": N_("空床"),
    "ageing": N_("停用和留床"),
    "changes": N_("发出前的改动"),
    "acts": N_("机构代办"),
    "own": N_("本院评估"),
}


async def skip_facts(session: AsyncSession, actor: Actor) -> dict[str, Any]:
    """Skips that wait, with the bed, the home and the masked name."""
    scope, today = actor.scope("offers.check"), await business_date(session)
    skips = await waiting_skips(session, scope)
    homes = {home.id: home for home in await homes_in(session, scope)}
    names = await names_on(session, scope, [skip.bed_id for skip in skips], today)
    people = await _people(session, scope, [(skip.county, skip.entry_id) for skip in skips])
    return {
        "lines": [
            (skip, homes[skip.institution_id], names.get(skip.bed_id, ""), people.get(skip.entry_id, ("", "")))
            for skip in skips
        ],
        "verdicts": [(one.value, one.label) for one in SkipVerdict],
    }


async def _people(session: AsyncSession, scope: Scope, entries: list[tuple[int, int]]) -> dict[int, tuple[str, str]]:
    """Masked names and numbers of entries, county by county."""
    found: dict[int, tuple[str, str]] = {}
    for county in {county for county, _entry in entries}:
        lines = await lines_of(session, scope, county, [entry for at, entry in entries if at == county])
        found |= {key: (mask_name(line.name or ""), line.facts.number) for key, line in lines.items()}
    return found


async def audit_facts(session: AsyncSession, actor: Actor, part: str) -> dict[str, Any]:
    """The whole county; `part` is what is drawn below, the sentence above counts all of it."""
    scope, today = actor.scope("offers.audit"), await business_date(session)
    homes = {home.id: home for home in await homes_in(session, scope)}
    county = next(iter(home.county for home in homes.values()), 0)
    policy = await policy_on(session, county, today)
    switched = await _switched_since(session, scope, county, today)
    since = date.fromordinal(today.toordinal() - PAST_DAYS)
    stays = await queries.stay_lines(session, scope, since)
    calendar = await working_calendar(session)
    free = await queries.free_lines(
        session, scope, switched, today, days=policy.explain_working_days, calendar=calendar
    )
    ageing = await queries.ageing_beds(session, scope, homes.keys(), today)
    changes = await queries.late_changes(session, scope, since, policy.sex_change_days)
    return {
        "part": part if part in PARTS else "stays",
        "parts": [(key, _(label)) for key, label in PARTS.items()],
        "homes": homes,
        "county": county,
        "policy": policy,
        "today": today,
        "past_days": PAST_DAYS,
        "stays": stays,
        "open_stays": sum(line.is_open for line in stays),
        "free": free,
        "late": sum(line.is_late(today) for line in free),
        "ageing": ageing,
        "long": sum(line.is_long(today) for line in ageing),
        "changes": changes,
        "acts": await queries.acts_of_homes(session, scope, since),
        **await _own(session, scope, homes, county),
    }


async def _switched_since(session: AsyncSession, scope: Scope, county: int, today: date) -> dict[int, date]:
    """The homes in 轮候, each with the first day of the decision that holds."""
    found = {}
    for home_id in await switched_homes(session, scope, county, today) if county else []:
        switch = await switch_on_day(session, county, home_id, today)
        found[home_id] = switch.from_on if switch else today
    return found


async def _own(session: AsyncSession, scope: Scope, homes: dict[int, HomeLine], county: int) -> dict[str, Any]:
    """Whom homes assessed themselves, and what became of the draws."""
    checks = await spot_checks_in(session, scope)
    people = await _people(session, scope, [(check.county, check.entry_id) for check in checks])
    return {
        "shares": await shares_of(session, scope, county) if homes else [],
        "checks": [(check, people.get(check.entry_id, ("", ""))) for check in checks],
        "waiting_checks": sum(check.done_at is None for check in checks),
    }
