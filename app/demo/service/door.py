"""Writing the door of a county: rules and switches first, then who came by it and who waits, then what is published."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.demo import queries
from app.demo.rules.applying import at
from app.demo.rules.door import Door
from app.demo.rules.story import days
from app.demo.rules.town import Town
from app.demo.service.admissions import write_admissions
from app.demo.service.assessments import write_assessments
from app.demo.service.counting import write_counts
from app.demo.service.offers import write_offers
from app.demo.service.placements import write_orders, write_supports
from app.demo.service.queue import write_queue
from app.waitlist.models import WaitlistPolicy, WaitlistSwitch
from app.waitlist.presets import DEFAULT
from app.waitlist.queries.policies import policies_of
from app.waitlist.rules.policy import policy_to_json
from app.waitlist.service.publishing import publish_county

__all__ = ["write_door"]

Row = dict[str, Any]


async def write_door(session: AsyncSession, town: Town, door: Door, officer: tuple[int, str]) -> None:
    """Write everything about the door; homes, people and stays stand already."""
    policies = [line.policy for line in reversed(await _policies(session, town, door, officer))]
    await _switches(session, town, door, officer)
    await write_assessments(session, town, door)
    told = await write_queue(session, town, door, policies, officer)
    await write_offers(session, town, door, officer)
    await write_orders(session, town, door, officer)
    await write_supports(session, town, door, officer)
    await write_admissions(session, town, door)
    if door.entries:
        await write_counts(session, town, policies, told)
        await publish_county(session, town.county)


async def _policies(session: AsyncSession, town: Town, door: Door, officer: tuple[int, str]) -> Any:
    """Publish an older set of rules and the one that took its place."""
    if not door.switches:
        return []
    older = policy_to_json(DEFAULT)
    # Beds for 特困 persons are marked one by one in this county, so the newer rules no longer reckon with a formula.
    rules = older | {"reserve": older["reserve"] | {"on": False}}
    older = older | {"refusal": older["refusal"] | {"free": 0}}
    began, changed = min(door.switches.values()) - days(10), town.today - days(165)
    name = town.places.names[town.county].removesuffix("县").removesuffix("区")
    rows = [
        _policy(town, officer, 1, older, f"{name}公办养老机构轮候办法（试行）", began - days(20)) | {"from_on": began, "to_on": changed},
        _policy(town, officer, 2, rules, f"{name}公办养老机构轮候办法", changed - days(15)) | {"from_on": changed, "to_on": "infinity"},
    ]  # fmt: skip
    await queries.insert_as_of(session, WaitlistPolicy, rows)
    return await policies_of(session, town.county)


def _policy(town: Town, officer: tuple[int, str], no: int, rules: Row, title: str, published: Any) -> Row:
    bureau = f"{town.places.names[town.county]}民政局"
    return {
        "at": at(published, 10).isoformat(), "county": town.county, "no": no, "title": title, "rules": rules,
        "preset": "default", "source": f"{bureau}文件，演示用", "document_no": f"{bureau}〔{published.year}〕{30 + no} 号",
        "unverified": True, "published_by": officer[0],
    }  # fmt: skip


async def _switches(session: AsyncSession, town: Town, door: Door, officer: tuple[int, str]) -> None:
    rows = [
        {"county": town.county, "institution_id": town.by_code[code].id, "from_on": since,
         "document_no": f"{town.places.names[town.county]}民政局轮候启用〔{since.year}〕{number + 3} 号",
         "recorded_at": at(since - timedelta(days=7), 15), "recorded_by": officer[0]}
        for number, (code, since) in enumerate(door.switches.items())
    ]  # fmt: skip
    await queries.insert_rows(session, WaitlistSwitch, rows)
