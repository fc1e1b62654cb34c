"""Writing the homes that only report: their file, where they stand, and what they reported month by month."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.service import report_figures
from app.core.actor import Actor
from app.demo import queries
from app.demo.rules.reporters import Reporter, reporters_of, reports_of
from app.demo.rules.town import Town
from app.institutions.models import Institution, InstitutionFact
from app.institutions.rules.answers import Tag
from app.institutions.rules.drafts import FactDraft
from app.institutions.rules.kinds import FactKind
from app.regions.readings import initials, name_sort

__all__ = ["write_reporters"]

OPENED = date(2018, 5, 1)
LATE = "建档时补录"


async def write_reporters(session: AsyncSession, actor: Actor, town: Town) -> int:
    """Write a county's homes that only report, and give how many there are."""
    homes = reporters_of(town.county)
    if not homes:
        return 0
    ids = await queries.insert_with_ids(session, Institution, [_home(town, home) for home in homes])
    facts = [fact for home, new in zip(homes, ids, strict=True) for fact in _facts(town, home, new)]
    await queries.insert_rows(session, InstitutionFact, facts)
    rows = [
        row
        for home, new in zip(homes, ids, strict=True)
        for row in reports_of(town.chance.child("reports", home.code), home, new, town.today)
    ]
    await report_figures(session, actor, town.county, rows)
    return len(homes)


def _home(town: Town, home: Reporter) -> dict[str, Any]:
    number = town.chance.child("phone", home.code).between(2000000, 8999999)
    return {
        "county": town.county, "code": home.code, "name": home.name, "short_name": home.short,
        "name_sort": name_sort(home.name), "initials": initials(home.name)[:80], "phone": f"0000-{number}",
        "opened_on": OPENED,
    }  # fmt: skip


def _facts(town: Town, home: Reporter, institution_id: int) -> list[dict[str, Any]]:
    address = f"{town.places.say(home.town)}{home.address}"
    drafts = (
        FactDraft(kind=FactKind.TAG, value=Tag.PRIVATE_HOME.value, from_on=OPENED),
        FactDraft(kind=FactKind.LOCATION, from_on=OPENED, region_code=home.town, address=address),
    )
    keys = {"county": town.county, "institution_id": institution_id, "late_reason": LATE}
    return [draft.columns | keys for draft in drafts]
